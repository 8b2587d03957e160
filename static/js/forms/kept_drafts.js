// Drafts are kept on the server too, so that another computer of the same person has them.

const PAUSE = 1000; // milliseconds without a key, after which a draft is sent
const WAITING = new Map(); // what is to be sent, by the name of the draft: its content and the timer
const LONGEST_KEPT_ALIVE = 60000; // characters: browsers take 64 KiB of a body that is to outlive its page
const GONE_FOR = 10000; // milliseconds in which a draft that was forgotten is not asked for: it may still be on its way

export function keepThere(name, content) {
  clearTimeout(WAITING.get(name)?.timer);
  WAITING.set(name, { content, timer: setTimeout(() => send(name), PAUSE) });
}

// Sends at once what waits, as before the page is left.
export function sendNow(name, content) {
  keepThere(name, content);
  return send(name);
}

export function forgetThere(name) {
  sessionStorage.setItem(`gone ${name}`, Date.now());
  return sendNow(name, "");
}

function send(name) {
  const { content, timer } = WAITING.get(name);
  clearTimeout(timer);
  WAITING.delete(name);
  const csrf = document.querySelector("meta[name=csrf]").content;
  const body = new URLSearchParams({ csrf, name, content });
  const keepalive = body.toString().length < LONGEST_KEPT_ALIVE; // a longer one is refused at once
  return fetch("/drafts", { method: "POST", body, keepalive }).catch(
    () => null, // it is still kept in this tab
  );
}

// What the server keeps under these names, as it was sent.
export async function fetchKept(names) {
  const gone = (name) => Date.now() - Number(sessionStorage.getItem(`gone ${name}`) ?? 0) < GONE_FOR;
  const asked = names.filter((name) => !gone(name));
  if (!asked.length) return {};
  const answer = await fetch(`/drafts?${new URLSearchParams(asked.map((name) => ["name", name]))}`).catch(() => null);
  return answer?.ok ? await answer.json() : {};
}

addEventListener("pagehide", () => [...WAITING.keys()].forEach(send));
