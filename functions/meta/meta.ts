import { serve } from "../edge/http.ts";
import { implementWith } from "../edge/request.ts";
import { openApiText } from "./document.ts";
import { answerHealth } from "./health.ts";
import { health, openApiDocument } from "../routes/meta.ts";

const implement = implementWith({});

export const handler = serve([
  implement(health)(answerHealth),
  implement(openApiDocument)(async () => ({
    status: 200,
    text: await openApiText(),
    mediaType: "application/json",
  })),
]);
