/** How the document begins: from nothing to a scheduled broadcast with an image. Its commands run in test/e2e/readme.test.ts. */

const operation = (tag: string, method: string, path: string, words: string): string =>
  `[${words}](#tag/${tag}/${method}${path})`;
const broadcast = "/api/whatsapp/{sessionId}/broadcast";

export const firstBroadcast = `# Start here

From nothing to a scheduled broadcast with an image, in six steps. The commands use \`curl\`, one after the other in one
terminal. Each step is a request of this page, too: type your key into **Authentication**, open the operation and press
**Test Request**. The page does not keep the key: a reload forgets it.

# 1. Get a key

Every request bears a key, as \`x-api-key: KEY\` or \`Authorization: Bearer KEY\`. On a laptop \`npm start\` prints one and keeps it in
\`.data/admin-key\`. On AWS the operator makes one for you, by \`npm run create-key\` or by ${operation("api-keys", "POST", "/api/whatsapp/api-keys", "Create an API key")}.

\`\`\`sh
KEY=$(cat .data/admin-key)
URL=http://127.0.0.1:3000
api() {
  curl -sS -H "x-api-key: $KEY" \\
    -H "user-id: shop" -H "accept-language: en" "$@"
  echo
}
json() {
  api -H "content-type: application/json" -d "$@"
}
\`\`\`

# 2. Link a session

A session is one linked WhatsApp account, under an id that you choose: here \`shop\`. ${operation("sessions", "GET", "/qrcode", "Get the QR code")},
scan it on the phone (WhatsApp, *Linked devices*), and ${operation("sessions", "GET", "/status", "ask for its state")} until it says \`"connected":true\`.

\`\`\`sh
api "$URL/qrcode?format=text"
api $URL/status
\`\`\`

# 3. Import a list

${operation("lists", "POST", `${broadcast}/lists`, "Create a list")}, then ${operation("contacts", "POST", `${broadcast}/lists/{listId}/contacts/bulk`, "import a CSV file")} into it. Any file with a column of
numbers will do; its other columns become fields, which a message may name. Wait until the import's \`state\` is \`completed\`.

\`\`\`sh
SHOP=$URL/api/whatsapp/shop/broadcast
LIST=$(json '{"name":"Customers"}' $SHOP/lists |
  grep -o 'lst_[0-9A-Z]*' | head -n 1)
cat > customers.csv <<END
nama,no hp,kota
Ayu,0812-3456-7890,Bandung
Budi,+62 813 1111 2222,Jakarta
END
api -H "content-type: text/csv" --data-binary @customers.csv \\
  "$SHOP/lists/$LIST/contacts/bulk?defaultCountry=ID"
api $SHOP/lists/$LIST/imports
\`\`\`

# 4. Send a broadcast

${operation("campaigns", "POST", `${broadcast}/send`, "Send a broadcast now")}. With \`"dryRun":true\` nothing is sent: the answer says who would get a message, who would not and why, and when it would end.

\`\`\`sh
TEXT='Halo {{ name }} di {{ kota }}'
json "{\\"listId\\":\\"$LIST\\",\\"message\\":\\"$TEXT\\",
  \\"dryRun\\":true}" $SHOP/send
json "{\\"listId\\":\\"$LIST\\",\\"message\\":\\"$TEXT\\"}" $SHOP/send
\`\`\`

# 5. Schedule a broadcast with an image

${operation("media", "POST", `${broadcast}/upload`, "Upload the image")} and take the \`filename\` out of the answer. ${operation("campaigns", "POST", `${broadcast}/schedule`, "Schedule the broadcast")} with it as \`media\`; the message stands below the image.
\`sendAt\` is a local time in \`timezone\`.

\`\`\`sh
IMAGE=$(api -F file=@poster.png $SHOP/upload |
  grep -o 'med_[0-9A-Z]*\\.png' | head -n 1)
json "{\\"listId\\":\\"$LIST\\",\\"message\\":\\"$TEXT\\",
  \\"media\\":{\\"filename\\":\\"$IMAGE\\"},
  \\"sendAt\\":\\"2030-12-31T19:00\\",
  \\"timezone\\":\\"Asia/Jakarta\\"}" $SHOP/schedule
\`\`\`

# 6. See what became of it

${operation("campaigns", "GET", `${broadcast}/campaigns/{campaignId}`, "A campaign")} has its counts and its estimated end, ${operation("reports", "GET", `${broadcast}/export/campaign/{campaignId}`, "its report")} a row for each recipient, and
${operation("webhooks", "POST", "/api/whatsapp/webhooks", "a webhook")} is called as things happen.

\`\`\`sh
api "$SHOP/campaigns?limit=2"
\`\`\``;
