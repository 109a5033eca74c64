// @ts-check
"use strict";

/**
 * Folding of words, so that a search finds a name however it is spelt: Cyrillic is transliterated
 * after the Library of Congress, diacritics go, and spellings that differ between systems of
 * transliteration (Trotskii, Trotsky; Thälmann, Thaelmann) become one.
 */
const editionFold = (() => {
  /** @type {Record<string, string>} */
  const CYRILLIC = {
    а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ё: "e", ж: "zh", з: "z", и: "i", й: "i",
    і: "i", к: "k", л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u",
    ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ъ: "", ы: "y", ь: "", ѣ: "e",
    э: "e", ю: "iu", я: "ia", ѳ: "f", ѵ: "i",
  };
  /** @type {Record<string, string>} */
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i" };
  const WORD = /[\p{L}\p{N}]+(?:['’ʹʼ][\p{L}\p{N}]+)*/gu;

  /**
   * @param {string} word one word
   * @returns {string} what all its spellings share
   */
  function fold(word) {
    let out = "";
    for (const char of word.toLowerCase().normalize("NFC")) {
      out += CYRILLIC[char] ?? LETTERS[char] ?? char;
    }
    out = out.normalize("NFD").replace(/[\p{M}'’ʹʼ]/gu, "");
    return out
      .replace(/tch/g, "ch")
      .replace(/([aou])e/g, "$1")
      .replace(/y/g, "i")
      .replace(/j(?=[aeou])/g, "i")
      .replace(/i+/g, "i")
      .replace(/ff$/, "v");
  }

  /**
   * @param {string} text
   * @returns {{fold: string, start: number, end: number}[]} its words, folded; offsets half-open
   */
  function words(text) {
    return Array.from(text.matchAll(WORD), (match) => ({
      fold: fold(match[0]),
      start: match.index,
      end: match.index + match[0].length,
    }));
  }

  return { fold, words };
})();
