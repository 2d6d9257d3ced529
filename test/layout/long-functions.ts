import ts from "typescript";
import type { SourceFile } from "./source-files";

const LINES_MAX = 70;

/** The lines on which functions begin that are too long to be read at once. */
export function longFunctions({ path, text }: SourceFile): number[] {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const found: number[] = [];
  const visit = (node: ts.Node): void => {
    const [first, last] = [lineOf(node.getStart()), lineOf(node.getEnd())];
    if (ts.isFunctionLike(node) && last - first >= LINES_MAX) found.push(first);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
