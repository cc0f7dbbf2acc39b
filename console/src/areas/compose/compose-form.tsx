import "./compose.css";
import "../../parts/message/message.css";
import { Group, Paper, Stack, Title } from "@mantine/core";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useRights } from "../../api/rights.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { AudiencePanel } from "./audience/audience-panel.tsx";
import { PreviewSide } from "./preview-side.tsx";
import { Review } from "./review.tsx";
import { TestSend } from "./test-send.tsx";
import { useBroadcast, type BroadcastFormProps } from "./use-broadcast.ts";
import { What } from "./what.tsx";
import { When } from "./when.tsx";
import { Whom } from "./whom.tsx";

export function ComposeForm(props: BroadcastFormProps) {
  const { t } = useTranslation("compose");
  const form = useBroadcast(props);
  const { mayWrite } = useRights();
  return (
    <div className="compose">
      <Part area="whom" title={t("whom")}>
        <Whom form={form} />
      </Part>
      <Part area="what" title={t("what")}>
        <What form={form} />
      </Part>
      <div data-area="preview">
        <PreviewSide form={form} />
      </div>
      <Part area="when" title={t("when")}>
        <When form={form} />
      </Part>
      <div data-area="check">
        <Stack>
          {mayWrite && (
            <>
              <Part area="" title={t("test")}>
                <TestSend form={form} />
              </Part>
              <Part area="" title={t("check")}>
                <AudiencePanel form={form} />
              </Part>
              <Group justify="space-between">
                <ConfirmButton
                  variant="subtle"
                  title={t("startOverTitle")}
                  question={t("startOverQuestion")}
                  verb={t("startOver")}
                  act={async () => {
                    form.forget();
                    await Promise.resolve();
                  }}
                >
                  {t("startOver")}
                </ConfirmButton>
                <Review form={form} />
              </Group>
            </>
          )}
        </Stack>
      </div>
    </div>
  );
}

interface PartProps {
  readonly area: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Part({ area, title, children }: PartProps) {
  const titleId = useId();
  return (
    <Paper withBorder p={{ base: "sm", sm: "md" }} component="section" aria-labelledby={titleId} data-area={area}>
      <Stack gap="sm">
        <Title order={2} size="h4" id={titleId}>
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}
