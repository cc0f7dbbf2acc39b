import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../words/format.ts";
import { FilePicture, pictureOf, type ShownFile } from "../files/file-picture.tsx";
import { addWords } from "../../words/words.ts";
import { FormattedText } from "./formatted-text.tsx";
import * as words from "./words.ts";

addWords("message", words);

interface PhoneMessageProps {
  /** Who writes, as the phone's head names it. */
  readonly sender: string;
  readonly text: string;
  readonly file?: ShownFile | undefined;
}

/** One message as the phone of the person who gets it shows it. */
export function PhoneMessage({ sender, text, file }: PhoneMessageProps) {
  const { t } = useTranslation("message");
  const { clock } = useFormat();
  const isEmpty = text === "" && file === undefined;
  return (
    <div className="phone" role="group" aria-label={t("phone")}>
      <Text className="phone-head" fw={600} size="sm" truncate>
        {sender}
      </Text>
      <div className="phone-chat" role="region" aria-label={t("text")} tabIndex={0}>
        {isEmpty ? (
          <Text size="sm" c="dimmed" m="auto" ta="center">
            {t("nothingYet")}
          </Text>
        ) : (
          <div className="bubble">
            {file !== undefined && <FileInBubble file={file} />}
            {text !== "" && (
              <div className="bubble-text">
                <FormattedText text={text} />
              </div>
            )}
            <div className="bubble-time">{clock(new Date().toISOString())}</div>
          </div>
        )}
      </div>
    </div>
  );
}

function FileInBubble({ file }: { readonly file: ShownFile }) {
  const { bytes } = useFormat();
  const address = pictureOf(file.filename);
  if (address !== undefined && file.kind === "image") return <img src={address} alt="" className="bubble-picture" />;
  return (
    <div className="bubble-file">
      <FilePicture file={file} size={36} />
      <div style={{ minWidth: 0 }}>
        <Text size="sm" lineClamp={2} className="written">
          {file.originalName}
        </Text>
        {file.size !== undefined && (
          <Text size="xs" c="dimmed">
            {bytes(file.size)}
          </Text>
        )}
      </div>
    </div>
  );
}
