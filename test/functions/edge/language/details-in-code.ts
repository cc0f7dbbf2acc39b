import { globSync, readFileSync } from "node:fs";
import ts from "typescript";

/** Every text of the code that `details` may say: what came, what was wanted, and what a schema says of itself. */

/** Members and variables that hold such a text. */
const named: ReadonlySet<string> = new Set(["came", "wanted", "error", "problem", "reason", "overfull", "wantedBound"]);
/** Calls, and which of their arguments are one. */
const calls = new Map<string, readonly number[]>(
  Object.entries({
    invalidField: [2],
    contactRefusal: [1],
    problemAt: [2],
    refuse: [0, 1],
    refused: [0],
    details: [0, 1],
    textWanted: [1],
  }),
);
/** Functions whose answer is one. */
const functions: ReadonlySet<string> = new Set(["contactProblem", "urlProblem", "wantedIn", "wantedOf", "wantedAfter"]);
/** What stands for a value that is such a text itself, or that the text is known by. */
const values: Readonly<Record<string, string>> = {
  inName: "without U+202E, which is its character 5",
  inValue: "without U+202E, which is its character 5",
  problem: "without U+202E, which is its character 5",
  came: "a quote that is closed in another row only",
  wanted: "a phone number",
  "phone.wanted": "a phone number",
  "rendered.wanted": "a text that is not empty",
  refusal: "an https URL",
  shown: "an image, a video, audio or a document that WhatsApp shows",
  wrong: "a name without control characters",
  'kind === "no text" ? "" : `: ${kind}`': ": a ZIP archive",
};

export interface DetailInCode {
  readonly text: string;
  readonly where: string;
}

function textsOf(expression: ts.Expression): string[] {
  if (ts.isStringLiteral(expression) || ts.isNoSubstitutionTemplateLiteral(expression)) return [expression.text];
  if (ts.isParenthesizedExpression(expression)) return textsOf(expression.expression);
  if (ts.isConditionalExpression(expression)) {
    return [...textsOf(expression.whenTrue), ...textsOf(expression.whenFalse)];
  }
  if (ts.isArrowFunction(expression)) {
    return ts.isBlock(expression.body) ? [] : textsOf(expression.body);
  }
  if (ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) {
    return textsOf(expression.right);
  }
  if (!ts.isTemplateExpression(expression)) return [];
  const { head, templateSpans } = expression;
  return [
    head.text + templateSpans.map((span) => (values[span.expression.getText()] ?? "7") + span.literal.text).join(""),
  ];
}

function textsAt(node: ts.Node): string[] {
  if (ts.isPropertyAssignment(node) && (named.has(node.name.getText()) || isMessageOfIssue(node))) {
    return textsOf(node.initializer);
  }
  if (ts.isVariableDeclaration(node) && node.initializer !== undefined) {
    const name = node.name.getText();
    return named.has(name) || (functions.has(name) && ts.isArrowFunction(node.initializer))
      ? textsOf(node.initializer)
      : [];
  }
  if (ts.isCallExpression(node)) {
    const places = calls.get(node.expression.getText()) ?? [];
    return places.flatMap((place) => (node.arguments[place] === undefined ? [] : textsOf(node.arguments[place])));
  }
  if (ts.isFunctionDeclaration(node) && functions.has(node.name?.text ?? "")) return returnsOf(node);
  return [];
}

/** What a schema's own check says of a value. */
const isMessageOfIssue = ({ name, parent }: ts.PropertyAssignment): boolean =>
  name.getText() === "message" &&
  ts.isCallExpression(parent.parent) &&
  parent.parent.expression.getText().endsWith(".addIssue");

const returnsOf = (node: ts.Node): string[] => {
  const own = ts.isReturnStatement(node) && node.expression !== undefined ? textsOf(node.expression) : [];
  return [...own, ...childrenOf(node).flatMap(returnsOf)];
};

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}

const everyNode = (node: ts.Node): ts.Node[] => [node, ...childrenOf(node).flatMap(everyNode)];

/** Files of functions/ and core/ whose texts of these names reach no caller as a detail. */
const others =
  /functions\/(?:webhooks|jobs|meta|edge\/language)\/|functions\/routes\/(?:words|examples|events)\/|core\/(?:campaign|webhook\/deliver|sending)/;

export function detailsInCode(): readonly DetailInCode[] {
  const files = globSync(["functions/**/*.ts", "core/**/*.ts"]).filter((file) => !others.test(file));
  return files.flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    return everyNode(source).flatMap((node) =>
      textsAt(node).map((text) => ({
        text,
        where: `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`,
      })),
    );
  });
}
