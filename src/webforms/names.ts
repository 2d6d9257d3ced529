/**
 * Chinese family names, which come first and without a space. Those that also begin longer Japanese
 * names are left out.
 */
const CHINESE =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗郑梁谢宋唐许邓韩冯曹彭曾肖董潘袁蔡蒋余于杜程魏苏吕丁任卢姚沈钟姜崔谭" +
  "廖贾付方邹熊孟秦邱侯尹薛闫雷龙黎史陶贺郝顾龚邵钱戴严莫孔常張劉陳楊黃趙吳馬鄭謝許鄧韓馮蕭蘇呂盧鐘譚賈鄒";
const TWO_CHARACTERS = [
  "欧阳",
  "歐陽",
  "司马",
  "司馬",
  "上官",
  "诸葛",
  "諸葛",
  "夏侯",
  "皇甫",
  "尉迟",
  "公孙",
  "慕容",
  "남궁",
  "황보",
  "제갈",
  "선우",
  "독고",
  "사공",
];

/**
 * Splits a full name where its form is clear: the last word is the family name; in Chinese and
 * Korean, without a space, it comes first. Undefined if the name can be read in two ways.
 */
export function partsOfName(name: string): { given: string; family: string } | undefined {
  const words = name.trim().split(/\s+/).filter(Boolean);
  if (words.length > 1)
    return { given: words.slice(0, -1).join(" "), family: words.at(-1) as string };
  const [word = ""] = words;
  const characters = [...word];
  const han = /^\p{sc=Han}{2,4}$/u.test(word);
  if (!han && !/^\p{sc=Hangul}{2,4}$/u.test(word)) return undefined;
  const split = (at: number) => ({
    family: characters.slice(0, at).join(""),
    given: characters.slice(at).join(""),
  });
  if (characters.length > 2 && TWO_CHARACTERS.includes(characters.slice(0, 2).join("")))
    return split(2);
  if (
    characters.length === 2 ||
    (han && characters.length === 3 && CHINESE.includes(characters[0] as string))
  )
    return split(1);
  return !han && characters.length === 3 ? split(1) : undefined;
}
