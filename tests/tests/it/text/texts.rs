//! Texts that are easily corrupted in transit or storage.

/// Single-line texts, short enough for every field.
const ON_ONE_LINE: [(&str, &str); 3] = [
    (
        "direction marks, joiners and characters of four bytes",
        "\u{202e}שלום\u{202c} \u{2066}مرحبا\u{2069}\u{200f}\u{61c} رضا\u{200c}پور क्\u{200d}ष 👩🏽‍⚕️👨‍👩‍👧‍👦🏳️‍🌈 𝒜𠮷\u{10ffff}\u{200b}\u{feff}",
    ),
    (
        "composed and decomposed letters and stacked marks",
        "G\u{f3}mez Go\u{301}mez \u{c5}A\u{30a} \u{1ecd}o\u{323} \u{ac00}\u{1112}\u{1161}\u{11ab} ﬁ Ａ１ \u{212b} Z\u{351}\u{36b}a\u{301}\u{323}a\u{323}\u{301}",
    ),
    (
        "blanks at both ends and marks of other languages",
        " \u{a0}\u{3000}\"a\" \\ 'b' <script> %s {{c}} -- ; \\u0041 &amp; $1\u{fffd} \u{2003} ",
    ),
];

/// Replaces the last one where line breaks and tabs are allowed.
const ON_MANY_LINES: (&str, &str) = (
    "line breaks, tabs, controls and blanks at both ends",
    " \r\n\tone\r\n\r\ntwo\rthree\n\u{1}\u{8}\u{b}\u{c}\u{1b}[0m\u{7f}\u{85}\u{2028}\u{2029}\u{feff} \"four\" \\u0041 \t\n\r",
);

/// Characters of one to four bytes with marks and joiners; the first is visible.
const LETTERS: [char; 9] = ['🦷', 'a', 'é', '\u{301}', 'ש', '\u{200d}', '𠮷', '한', '\u{202b}'];

/// Whether a field is a name or an identifier, which are single-line.
pub(super) fn on_one_line(pointer: &str) -> bool {
    let field = pointer.rsplit('/').find(|step| !step.chars().all(|letter| letter.is_ascii_digit()));
    field.is_some_and(|field| ["given_name", "family_name", "former_names", "name", "system", "value"].contains(&field))
}

/// A text of exactly `count` characters.
fn long(count: usize) -> String {
    LETTERS.iter().cycle().take(count).collect()
}

/// The texts for a field of these lengths, each with its description; the same number and order for every field.
pub(super) fn texts(least: usize, most: usize, on_one_line: bool) -> Vec<(&'static str, String)> {
    let mut texts = ON_ONE_LINE.to_vec();
    if !on_one_line {
        texts[2] = ON_MANY_LINES;
    }
    let fitting = |(name, text): (&'static str, &str)| (name, text.repeat(least.div_ceil(text.chars().count())));
    let ends = [("the fewest characters", long(least)), ("the most characters", long(most))];
    texts.into_iter().map(fitting).chain(ends).collect()
}
