// Asks the server for a part of a page. What comes is shown by whoever asked, who knows at once
// that it has come: a key that is pressed in the next moment acts on it.
"use strict";

async function askForPart(path, values) {
  const options = { headers: { "HX-Request": "true", Accept: "text/html" } };
  if (values) {
    options.method = "POST";
    options.body = new URLSearchParams(values);
  }
  try {
    const answer = await fetch(path, options);
    if (answer.headers.has("HX-Refresh")) location.reload();
    return { ok: answer.ok, text: await answer.text() };
  } catch (error) {
    console.warn(error);
    return { ok: false, text: "The server did not answer; nothing is known to be kept. Try again." };
  }
}
