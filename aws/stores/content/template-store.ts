import type { MessageTemplate } from "../../../core/content/message-template.ts";
import type { TemplateStore } from "../../../core/content/content-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import type { SessionRef, TemplateRef } from "../../../core/refs.ts";
import { expression, itemExists } from "../../dynamodb/expressions.ts";
import { templateKey, templatesPartition } from "../../dynamodb/keys.ts";
import { TableStore } from "../../dynamodb/table.ts";

const versionIs = (version: number) => expression`#version = ${version}`;

/** Message templates of a session in the registry: the latest version of each. */
export class DynamoTemplateStore extends TableStore implements TemplateStore {
  async create(template: MessageTemplate): Promise<void> {
    await this.table.create({ ...templateKey(template), ...template }, `template ${template.templateId} exists`);
  }

  async find(ref: TemplateRef): Promise<MessageTemplate | undefined> {
    return await this.table.get(templateKey(ref));
  }

  async page(ref: SessionRef, query: PageQuery): Promise<Page<MessageTemplate>> {
    return await this.table.page({ partition: templatesPartition(ref), newestFirst: true }, query);
  }

  async replace(template: MessageTemplate): Promise<void> {
    const refused = `template ${template.templateId} changed meanwhile or is gone`;
    const when = versionIs(template.version - 1);
    await this.table.put({ ...templateKey(template), ...template }, { when, refused });
  }

  async remove(ref: TemplateRef): Promise<void> {
    await this.table.remove(templateKey(ref), { when: itemExists, refused: `template ${ref.templateId} is gone` });
  }
}
