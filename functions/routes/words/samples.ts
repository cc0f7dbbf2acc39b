/** Ids and numbers that stand in the examples of the OpenAPI document: the same thing has the same one in all of them. */
export const sample = {
  sessionId: "shop",
  number: "628123456789",
  otherNumber: "628123456780",
  ownNumber: "628111000111",
  keyId: "key_01KB7Q2M4T8N6R3V5X9Z1C7D2A",
  listId: "lst_01KB7Q2M4T8N6R3V5X9Z1C7D2B",
  excludedListId: "lst_01KB7Q2M4T8N6R3V5X9Z1C7D2C",
  campaignId: "cmp_01KB7Q2M4T8N6R3V5X9Z1C7D2D",
  templateId: "tpl_01KB7Q2M4T8N6R3V5X9Z1C7D2E",
  importId: "imp_01KB7Q2M4T8N6R3V5X9Z1C7D2F",
  filename: "med_01KB7Q2M4T8N6R3V5X9Z1C7D2G.png",
  uploadKey: "uploads/shop/med_01KB7Q2M4T8N6R3V5X9Z1C7D2H.csv",
  messageId: "msg_01KB7Q2M4T8N6R3V5X9Z1C7D2J",
  webhookId: "whk_01KB7Q2M4T8N6R3V5X9Z1C7D2K",
  deliveryId: "dlv_01KB7Q2M4T8N6R3V5X9Z1C7D2M",
  eventId: "evt_9f86d081884c7d659a2feaa0c55ad015",
} as const;
