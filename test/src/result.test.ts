import { expect, test } from "vitest";
import { describeError } from "../../src/result";

test("an error is described without the query that failed, nor what was in it", () => {
  const cause = new Error("column does not exist");
  const error = new Error('Failed query: insert into "prospects" values ($1)\nparams: Jo Miller', {
    cause,
  });
  expect(describeError(error)).toBe("Error: column does not exist");
  expect(describeError(new Error("Failed query: select 1"))).toBe("the database refused");
  expect(describeError("plain")).toBe("plain");
});
