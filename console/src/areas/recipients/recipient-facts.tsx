import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Recipient } from "../../../../clients/typescript/src/index.ts";
import { CopyText } from "../../parts/copy-text.tsx";
import { Fact } from "../../parts/facts.tsx";
import { useLists } from "../../parts/lists/use-lists.ts";
import { PhoneNumber } from "../../parts/phone-number.tsx";

interface FactsProps {
  readonly sessionId: string;
  readonly recipient: Recipient;
}

/** What else is known of it. */
export function Facts({ sessionId, recipient }: FactsProps) {
  const { t } = useTranslation("recipients");
  const { attempts, missing, sameAccountAs, messageId, sender, listId } = recipient;
  const [list] = useLists(sessionId, [listId]);
  return (
    <dl className="facts">
      <Fact word={t("attempts")}>{attempts}</Fact>
      {missing !== undefined && <Fact word={t("missing")}>{missing.join(", ")}</Fact>}
      {sameAccountAs !== undefined && (
        <Fact word={t("sameAccountAs")}>
          <PhoneNumber digits={sameAccountAs} />
        </Fact>
      )}
      {sender !== undefined && (
        <Fact word={t("sender")}>
          <PhoneNumber digits={sender} />
        </Fact>
      )}
      <Fact word={t("list")}>
        <Anchor component={Link} href={`/s/${sessionId}/lists/${listId}`} inherit underline="always">
          {list?.name ?? listId}
        </Anchor>
      </Fact>
      {messageId !== undefined && (
        <Fact word={t("messageId")}>
          {messageId} <CopyText text={messageId} />
        </Fact>
      )}
    </dl>
  );
}
