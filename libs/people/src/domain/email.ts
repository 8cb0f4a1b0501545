/** An address as it is kept and compared: trimmed, lower case, the domain in ASCII (punycode). Two spellings of one mailbox are one text. */
export const normaliseEmail = (email: string): string => {
  const text = email.normalize('NFC').trim().toLowerCase();
  const at = text.lastIndexOf('@');
  return at < 0 ? text : `${text.slice(0, at)}@${asciiDomain(text.slice(at + 1))}`;
};

const asciiDomain = (domain: string): string => {
  if (ASCII.test(domain) || NO_DOMAIN.test(domain)) return domain;
  // URL is the one converter that a pure module has (UTS 46, as a mail program does it).
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain;
};

const ASCII = /^[\x21-\x7e]*$/;
/** Characters that a URL would take for something else than a domain. */
const NO_DOMAIN = /[\s/?#@:\\%[\]]/u;
