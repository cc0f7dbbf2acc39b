import { processingTime } from "../../aws/processing-time.ts";
import { invalidField, NamedError } from "../../core/errors.ts";
import { hasVisibleText } from "../../core/content/message-text.ts";
import { RenderTime, type MsLeft } from "../../core/content/render-time.ts";
import { partBeyondBounds } from "../../core/content/template-bounds.ts";
import type { BareNumber } from "../../core/content/template-faults.ts";
import { isTemplateProblem, parseTemplate, type ParsedTemplate } from "../../core/content/template.ts";

/**
 * A text that can be read and may be sent; `pointer` is the field it came in.
 * @throws NamedError MESSAGE_UNREADABLE with line and column | VALIDATION_FAILED
 */
export function assertSendable(
  text: string,
  pointer: string,
  msLeft: MsLeft = new RenderTime(processingTime).ofText(),
): ParsedTemplate {
  if (!hasVisibleText(text)) throw invalidField(pointer, text, "a text that is not blank");
  if (!text.isWellFormed() || text.includes("\0")) throw invalidField(pointer, text, "a text of whole characters");
  const parsed = partBeyondBounds(text) ?? parseTemplate(text);
  if (isTemplateProblem(parsed)) {
    const { line, column, problem } = parsed;
    throw new NamedError("MESSAGE_UNREADABLE", problem, {
      facts: { line, column },
      members: { line, column },
      details: [
        { pointer, came: `${problem} at line ${line}, column ${column}`, wanted: "a text with {{ variables }}" },
      ],
    });
  }
  if (parsed.bareNumber !== undefined) throw positional(parsed.bareNumber, pointer);
  if (parsed.variables.length === 0) {
    // The text is the same for every contact: one that can't be rendered is refused at once.
    const rendered = parsed.render({}, msLeft);
    if (!rendered.ok) throw invalidField(pointer, text, rendered.wanted);
  }
  return parsed;
}

/** `{{1}}`, as WhatsApp's own templates have it, would be sent to everybody as "1". */
function positional({ written, line, column }: BareNumber, pointer: string): NamedError {
  return new NamedError("MESSAGE_UNREADABLE", `${written} is no variable`, {
    facts: { line, column, written },
    members: { line, column },
    sentence: "NUMBER_FOR_VARIABLE",
    details: [
      {
        pointer,
        came: `${written} at line ${line}, column ${column}`,
        wanted: "the name of a contact's field, such as {{ name }} or {{ kota }}: a number stands for no variable",
      },
    ],
  });
}
