import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useEffect } from "react";
import { Switch, Route } from "wouter";
import { useKey } from "../api/key-store.ts";
import { forgetAll } from "../api/sign-out.ts";
import { SignIn } from "../areas/sign-in/sign-in.tsx";
import { Waiting } from "../parts/page.tsx";
import { Broken } from "./broken.tsx";
import { NotFound } from "./not-found.tsx";
import { pages } from "./pages.ts";
import { Shell } from "./shell.tsx";

/** Sign in, or the frame with the page that the address names. */
export function App() {
  const key = useKey();
  const queries = useQueryClient();
  useEffect(() => {
    if (key === undefined) return undefined;
    return () => {
      // Also where it was revoked, or signed out in another tab: what one key was shown is not the next one's.
      queries.clear();
      forgetAll();
    };
  }, [key, queries]);
  if (key === undefined) return <SignIn />;
  return (
    <Shell key={key}>
      <Broken>
        <Suspense fallback={<Waiting />}>
          <Switch>
            {pages.map(({ path, page }) => (
              <Route key={path} path={path} component={page} />
            ))}
            <Route component={NotFound} />
          </Switch>
        </Suspense>
      </Broken>
    </Shell>
  );
}
