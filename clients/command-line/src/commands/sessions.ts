import type { AddCommand } from "../act.ts";
import { every } from "../every.ts";
import { printable } from "../terminal/text.ts";

export const addSessions: AddCommand = (program, act) => {
  program
    .command("sessions")
    .description("list the linked accounts and their states")
    .action(
      act(async (context) => {
        const { screen } = context;
        const sessions = await every((await context.client()).listSessions({ limit: 100 }));
        screen.document(sessions);
        if (sessions.length === 0) screen.note(`There is no session yet: ${context.program} link NAME`);
        else {
          screen.table(
            [{ title: "SESSION" }, { title: "STATE" }, { title: "NUMBER" }, { title: "NAME" }, { title: "SINCE" }],
            sessions.map(({ sessionId, state, reason, number, label, name, since }) => [
              sessionId,
              reason === undefined ? state : `${state} (${reason})`,
              number,
              label ?? name,
              since,
            ]),
          );
        }
        for (const { sessionId, warnings = [] } of sessions) {
          for (const { code, message } of warnings)
            screen.note(`warning: ${printable(`${sessionId}: ${message}`)} (${code})`);
        }
        return undefined;
      }),
    );
};
