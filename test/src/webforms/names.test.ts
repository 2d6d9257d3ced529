import { expect, test } from "vitest";
import { partsOfName } from "../../../src/webforms/names";

test.each([
  ["Zoë Ångström", "Zoë", "Ångström"],
  ["Mary Ann Miller", "Mary Ann", "Miller"],
  ["王芳", "芳", "王"],
  ["陈小明", "小明", "陈"],
  ["欧阳娜娜", "娜娜", "欧阳"],
  ["김민수", "민수", "김"],
  ["남궁민수", "민수", "남궁"],
])("%s is %s of the family %s", (name, given, family) => {
  expect(partsOfName(name)).toEqual({ given, family });
});

test.each([
  "Cher",
  "",
  "山田太郎",
  "高橋翔",
  "田中実業",
])("%j could be read in two ways, or has no parts, and is left whole", (name) => {
  expect(partsOfName(name)).toBeUndefined();
});
