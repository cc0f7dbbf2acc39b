/** How the document begins: from nothing to a scheduled broadcast with an image. Its commands run in test/e2e/readme.test.ts. */

const operation = (tag: string, method: string, path: string, words: string): string =>
  `[${words}](#tag/${tag}/${method}${path})`;
const broadcast = "/api/whatsapp/{sessionId}/broadcast";

const createKey = operation("api-keys", "POST", "/api/whatsapp/api-keys", "Create an API key");
const getQrCode = operation("sessions", "GET", "/qrcode", "Get the QR code");
const getStatus = operation("sessions", "GET", "/status", "ask for its state");
const createList = operation("lists", "POST", `${broadcast}/lists`, "Create a list");
const importCsv = operation("contacts", "POST", `${broadcast}/lists/{listId}/contacts/bulk`, "import a CSV file");
const sendNow = operation("campaigns", "POST", `${broadcast}/send`, "Send a broadcast now");
const upload = operation("media", "POST", `${broadcast}/upload`, "Upload the image");
const schedule = operation("campaigns", "POST", `${broadcast}/schedule`, "Schedule the broadcast");
const getCampaign = operation("campaigns", "GET", `${broadcast}/campaigns/{campaignId}`, "A campaign");
const report = operation("reports", "GET", `${broadcast}/export/campaign/{campaignId}`, "its report");
const webhook = operation("webhooks", "POST", "/api/whatsapp/webhooks", "a webhook");

export const firstBroadcast = `# Start here

From nothing to a scheduled broadcast with an image, in six steps. The commands use \`curl\`, one after the other in one
terminal. You can also try each step on this page: open the operation, press **Test Request**, type your key in that window
and press **Send**. The answer comes below the request: on a phone, scroll down to it. The page does not keep the key: after a reload, type it again.

**Bahasa Indonesia.** Enam langkah sampai broadcast dengan gambar terjadwal: 1. Siapkan API key. 2. Hubungkan sesi: scan QR code di
WhatsApp, *Perangkat tertaut*. 3. Buat daftar kontak dan impor berkas CSV. 4. Kirim broadcast; \`"dryRun": true\` hanya
mencoba, tidak ada pesan yang terkirim. 5. Unggah gambar, lalu jadwalkan broadcast dengan \`sendAt\` dan \`timezone\`. 6. Lihat hasilnya.
Untuk mencoba di halaman ini: buka operasinya, tekan **Test Request**, isi API key, tekan **Send**; jawabannya ada di bawah. Pesan kesalahan
berbahasa Indonesia, kecuali Anda mengirim \`accept-language: en\`.

# 1. Get a key

Send a key with every request, as \`x-api-key: KEY\` or \`Authorization: Bearer KEY\`. On a laptop \`npm start\` prints one and keeps it in
\`.data/admin-key\`. On AWS the operator makes one for you, by \`npm run create-key\` or by ${createKey}.
\`URL\` is the address of this page without \`/docs\`: put yours there.

\`\`\`sh
KEY=$(cat .data/admin-key)
URL=http://127.0.0.1:3000
api() {
  curl -sS "$@" -H "x-api-key: $KEY" \\
    -H "user-id: shop" \\
    -H "accept-language: en"
  echo
}
json() {
  api "$@" -d @- \\
    -H "content-type: application/json"
}
\`\`\`

# 2. Link a session

A session is one linked WhatsApp account, under an id that you choose: here \`shop\`. ${getQrCode},
scan it on the phone (WhatsApp, *Linked devices*), and ${getStatus} until it says \`"connected":true\`.

\`\`\`sh
api "$URL/qrcode?format=text"
api $URL/status
\`\`\`

\`npm start\` on a laptop simulates WhatsApp: no real phone can scan that code, and no message leaves the laptop. There, a simulated phone scans it:

\`\`\`sh
echo '{"number":"628111000112"}' |
  json $URL/_simulator/sessions/shop/scan
\`\`\`

# 3. Import a list

${createList}, then ${importCsv} into it. Any file with a column of
numbers works; its other columns become fields, which a message may name. **Put your own number in place of \`YOUR_NUMBER\`**: the
messages of this page then go to you alone. Wait until the import's \`state\` is \`completed\`.

\`\`\`sh
SHOP=$URL/api/whatsapp/shop/broadcast
LIST=$(echo '{"name":"Customers"}' |
  json $SHOP/lists |
  grep -o 'lst_[0-9A-Z]*' | head -n 1)
cat > customers.csv <<END
nama,no hp,kota
Ayu,YOUR_NUMBER,Bandung
END
BULK=$SHOP/lists/$LIST/contacts/bulk
api "$BULK?defaultCountry=ID" \\
  -H "content-type: text/csv" \\
  --data-binary @customers.csv
api $SHOP/lists/$LIST/imports
\`\`\`

# 4. Send a broadcast

${sendNow}. With \`"dryRun": true\` nothing is sent: the answer says who would get a message, who would not and why, and when it would end.

\`\`\`sh
TEXT='Halo {{ name }} di {{ kota }}'
json $SHOP/send <<END
{
  "listId": "$LIST",
  "message": "$TEXT",
  "dryRun": true
}
END
\`\`\`

Without it, **the message is really sent** to every contact of the list. You can leave this command out:

\`\`\`sh
json $SHOP/send <<END
{
  "listId": "$LIST",
  "message": "$TEXT"
}
END
\`\`\`

# 5. Schedule a broadcast with an image

${upload} and take the \`filename\` from the answer. ${schedule} with it as \`media\`; the message is the text under the image.
\`sendAt\` is a local time in \`timezone\`. A scheduled broadcast is really sent at that time: stop it, if you only tried.

\`\`\`sh
UPLOAD=$(api -F file=@poster.png $SHOP/upload)
echo "$UPLOAD"
IMAGE=$(echo "$UPLOAD" |
  grep -o 'med_[0-9A-Z]*\\.[a-z0-9]*' |
  head -n 1)
json $SHOP/schedule <<END
{
  "listId": "$LIST",
  "message": "$TEXT",
  "media": { "filename": "$IMAGE" },
  "sendAt": "2030-12-31T19:00",
  "timezone": "Asia/Jakarta"
}
END
\`\`\`

# 6. See the results

${getCampaign} has its counts and its estimated end, ${report} a row for each recipient, and
${webhook} is called as things happen.

\`\`\`sh
api "$SHOP/campaigns?limit=2"
\`\`\``;
