import * as z from "zod";
import { success } from "./fields.ts";
import { defineRoute } from "./route.ts";

export const health = defineRoute({
  operationId: "health",
  method: "GET",
  path: "/health",
  summary: "Whether the API answers",
  resource: "meta",
  scope: "none",
  responses: { 200: { description: "it does", body: z.object({ success, status: z.literal("ok") }) } },
});

export const openApiDocument = defineRoute({
  operationId: "openApiDocument",
  method: "GET",
  path: "/openapi.json",
  summary: "This API as an OpenAPI 3.1 document",
  resource: "meta",
  scope: "none",
  responses: { 200: { description: "the document", body: z.looseObject({ openapi: z.string() }) } },
});

export const docs = defineRoute({
  operationId: "docs",
  method: "GET",
  path: "/docs",
  summary: "This API as a page to read",
  resource: "meta",
  scope: "none",
  responses: { 200: { description: "the page", mediaType: "text/html" } },
});
