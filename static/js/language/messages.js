// Messages in the language of the page, which holds those of scripts by their English; English pages hold none.
const translations = JSON.parse(document.getElementById("messages")?.textContent ?? "{}");

// A message with its places, `%(name)s`, filled.
export function gettext(message, values = {}) {
  return (translations[message] ?? message).replace(/%\((\w+)\)s/g, (place, name) => values[name] ?? place);
}

export function ngettext(one, many, num, values = {}) {
  return gettext(num === 1 ? one : many, { num, ...values });
}

// A number as the language of the page writes it.
export function figure(number, options) {
  return number.toLocaleString(document.documentElement.lang, options);
}
