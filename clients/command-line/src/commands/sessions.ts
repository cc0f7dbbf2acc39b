import type { AddCommand } from "../act.ts";
import { exitCodes } from "../failure.ts";
import { sessionName } from "../session-name.ts";
import { agrees } from "../terminal/ask.ts";
import { every } from "../every.ts";
import { limitsInWords } from "../terminal/figures.ts";
import { printable } from "../terminal/text.ts";

interface Confirmed {
  readonly yes?: true;
}

export const addSessions: AddCommand = (program, act) => {
  const sessionCommands = program.command("sessions").description("the linked accounts and their states");
  sessionCommands
    .command("list", { isDefault: true })
    .description("show them")
    .action(
      act(async (context) => {
        const { screen } = context;
        const sessions = await every((await context.client()).listSessions({ limit: 100 }));
        screen.document(sessions);
        if (sessions.length === 0) screen.note(`There is no session yet: ${context.program} link NAME`);
        else {
          screen.table(
            [
              { title: "SESSION", isWhole: true },
              { title: "STATE" },
              { title: "NUMBER" },
              { title: "NAME" },
              { title: "SINCE" },
            ],
            sessions.map(({ sessionId, state, reason, number, label, name, since }) => [
              sessionId,
              reason === undefined ? state : `${state} (${reason})`,
              number,
              label ?? name,
              since,
            ]),
          );
        }
        for (const { sessionId, limits, warnings = [] } of sessions) {
          const told = limitsInWords(limits);
          if (told !== undefined) screen.note(`${printable(sessionId)}: ${told}`);
          for (const { code, message } of warnings)
            screen.note(`warning: ${printable(`${sessionId}: ${message}`)} (${code})`);
        }
        return undefined;
      }),
    );
  sessionCommands
    .command("remove")
    .description("delete a session with all of its lists, contacts, campaigns and reports; its phone is unlinked")
    .argument("<session>", "as `sessions` shows it", sessionName)
    .option("-y, --yes", "do not ask before")
    .action(
      act(async (context, sessionId: string, { yes }: Confirmed) => {
        const { screen } = context;
        const what = `Delete ${sessionId} with all of its lists, contacts, campaigns and reports?`;
        if (yes !== true && !(await agrees(screen, what))) return exitCodes.refused;
        await (await context.client()).deleteSession({ sessionId, confirm: sessionId });
        screen.document({ sessionId });
        screen.line(`${sessionId} is being deleted. Its name is free again in a minute or more.`);
        return undefined;
      }),
    );
  program
    .command("unlink")
    .description("log a session out: its phone is linked no longer, its lists, campaigns and reports stay")
    .argument("<session>", "as `sessions` shows it", sessionName)
    .option("-y, --yes", "do not ask before")
    .action(
      act(async (context, sessionId: string, { yes }: Confirmed) => {
        const { screen } = context;
        const what = `Unlink ${sessionId}? Campaigns of it that run are paused.`;
        if (yes !== true && !(await agrees(screen, what))) return exitCodes.refused;
        await (await context.client()).session(sessionId).logout();
        screen.document({ sessionId });
        screen.line(`${sessionId} is linked to no phone any more.`);
        screen.next("To link one", `${context.program} link ${sessionId}`);
        return undefined;
      }),
    );
};
