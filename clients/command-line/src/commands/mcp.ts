import type { AddCommand } from "../act.ts";

export const addMcp: AddCommand = (program, act) => {
  program
    .command("mcp")
    .description("serve the API to a model by the Model Context Protocol, on standard input and output")
    .option("--allow-send", "let it send broadcasts, by a dry run and a confirmation that names the count")
    .action(
      act(async (context, { allowSend }: { readonly allowSend?: true }) => {
        // Before a model asks: a login that is missing is a person's matter.
        await context.target();
        // Large, and needed by this command alone.
        const [{ StdioServerTransport }, { serverFor }] = await Promise.all([
          import("@modelcontextprotocol/sdk/server/stdio.js"),
          import("../mcp/server.ts"),
        ]);
        const { stdin, stdout } = context.screen.streams;
        const ended = new Promise((resolve) => stdin.once("end", resolve).once("close", resolve));
        await serverFor(context, { allowSend: allowSend === true }).connect(new StdioServerTransport(stdin, stdout));
        await ended;
        return undefined;
      }),
    );
};
