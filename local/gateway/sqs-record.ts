import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { SQSMessageAttribute, SQSRecord } from "aws-lambda";
import { defined } from "../../core/defined.ts";

/** A received message as Lambda hands it on: lower-cased names, binary values in base64. */
export function sqsRecord(message: Message, queueUrl: string, region: string): SQSRecord {
  const [queueName, accountId] = new URL(queueUrl).pathname.split("/").reverse();
  const { SentTimestamp = "0", SenderId = "", ...further } = message.Attributes ?? {};
  return {
    messageId: message.MessageId ?? "",
    receiptHandle: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    attributes: {
      ApproximateReceiveCount: "1",
      ApproximateFirstReceiveTimestamp: SentTimestamp,
      SentTimestamp,
      SenderId,
      ...further,
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, recordAttribute(value)]),
    ),
    md5OfBody: message.MD5OfBody ?? "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:${region}:${accountId ?? ""}:${queueName ?? ""}`,
    awsRegion: region,
  };
}

const recordAttribute = ({
  DataType = "String",
  StringValue,
  BinaryValue,
}: MessageAttributeValue): SQSMessageAttribute => ({
  dataType: DataType,
  ...defined({ stringValue: StringValue, binaryValue: BinaryValue && Buffer.from(BinaryValue).toString("base64") }),
});
