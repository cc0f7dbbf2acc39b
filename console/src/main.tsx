import "@mantine/core/styles.css";
import "./app/page.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Router } from "wouter";
import { queryClient } from "./api/query-client.ts";
import { App } from "./app/app.tsx";
import { useHashPath, useHashSearch } from "./app/hash-location.ts";
import { resolveVariables, theme } from "./app/theme.ts";
import { Notices } from "./parts/notices.tsx";
import { startWords } from "./words/words.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
await startWords();
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <Notices />
      <QueryClientProvider client={queryClient}>
        <Router hook={useHashPath} searchHook={useHashSearch}>
          <App />
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
