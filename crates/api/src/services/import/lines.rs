//! Splits chunks of any size into lines. Of a line that is too long only its number is kept.

/// The most bytes of a line without its line end: 1 MiB, several hundred times what a patient needs.
pub const MAX_LINE: usize = 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// A line that is not blank, with its number in the file; the first is 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NdjsonLine {
    pub(super) number: u32,
    pub(super) content: Content,
}

/// The content of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    Bytes(Vec<u8>),
    /// More than [`MAX_LINE`] bytes, which were not kept.
    TooLong,
}

/// Splits chunks into lines. Buffers at most one line of at most [`MAX_LINE`] bytes.
#[derive(Debug, Default)]
pub(super) struct LineSplitter {
    /// Lines ended so far.
    ended: u32,
    /// The beginning of the current line.
    begun: Vec<u8>,
    too_long: bool,
}

impl LineSplitter {
    /// Takes the next line from `chunk`; `None` once the chunk is used up; its last piece is kept as the beginning of a line.
    pub(super) fn next(&mut self, chunk: &mut &[u8]) -> Option<NdjsonLine> {
        while !chunk.is_empty() {
            let Some(end) = chunk.iter().position(|byte| *byte == b'\n') else {
                self.append(chunk);
                *chunk = &[];
                return None;
            };
            let (piece, rest) = chunk.split_at(end);
            self.append(piece);
            *chunk = rest.get(1..).unwrap_or_default();
            if let Some(line) = self.end() {
                return Some(line);
            }
        }
        None
    }

    /// The last line, if the file does not end with a line end.
    pub(super) fn last(&mut self) -> Option<NdjsonLine> {
        self.end()
    }

    fn append(&mut self, piece: &[u8]) {
        // Room for a carriage return, which belongs to the line's end.
        if self.too_long || self.begun.len() + piece.len() > MAX_LINE + 1 {
            self.too_long = true;
            self.begun = Vec::new();
        } else {
            self.begun.extend_from_slice(piece);
        }
    }

    /// Ends the current line; `None` if it is blank.
    fn end(&mut self) -> Option<NdjsonLine> {
        self.ended += 1;
        let mut bytes = std::mem::take(&mut self.begun);
        let too_long = std::mem::take(&mut self.too_long);
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        let content = if too_long || bytes.len() > MAX_LINE { Content::TooLong } else { Content::Bytes(self.without_mark(bytes)) };
        match &content {
            Content::Bytes(bytes) if bytes.trim_ascii().is_empty() => None,
            Content::Bytes(_) | Content::TooLong => Some(NdjsonLine { number: self.ended, content }),
        }
    }

    fn without_mark(&self, bytes: Vec<u8>) -> Vec<u8> {
        match bytes.strip_prefix(BYTE_ORDER_MARK) {
            Some(after) if self.ended == 1 => after.to_vec(),
            Some(_) | None => bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(bytes: &[u8], chunk_size: usize) -> Vec<(u32, Option<String>)> {
        let mut lines = LineSplitter::default();
        let mut found = Vec::new();
        for mut chunk in bytes.chunks(chunk_size) {
            while let Some(line) = lines.next(&mut chunk) {
                found.push(line);
            }
        }
        found.extend(lines.last());
        let text = |content| match content {
            Content::Bytes(bytes) => Some(String::from_utf8(bytes).unwrap()),
            Content::TooLong => None,
        };
        found.into_iter().map(|line| (line.number, text(line.content))).collect()
    }

    #[test]
    fn lines_are_independent_of_chunk_size() {
        let file = "\u{FEFF}{\"a\":\"Ádám\"}\r\n\r\n \t\n😀\n\nlast".as_bytes();
        let whole = [(1, "{\"a\":\"Ádám\"}"), (4, "😀"), (6, "last")].map(|(number, text)| (number, Some(text.to_owned())));
        for size in 1..=file.len() {
            assert_eq!(cut(file, size), whole, "chunks of {size}");
        }
    }

    #[test]
    fn trailing_newline_and_empty_input_add_no_line() {
        assert_eq!(cut(b"a\nb\n", 3), [(1, Some("a".to_owned())), (2, Some("b".to_owned()))]);
        assert_eq!(cut(b"", 1), []);
        assert_eq!(cut("\u{FEFF}\n".as_bytes(), 1), []);
    }

    #[test]
    fn line_over_1_mib_is_dropped() {
        let fits = "x".repeat(MAX_LINE);
        for (file, expected) in [
            (format!("{fits}\r\nb"), vec![(1, Some(fits.clone())), (2, Some("b".to_owned()))]),
            (format!("{fits}y\nb"), vec![(1, None), (2, Some("b".to_owned()))]),
            (format!("a\n{fits}{fits}"), vec![(1, Some("a".to_owned())), (2, None)]),
        ] {
            for size in [7_919, MAX_LINE, usize::MAX] {
                assert!(cut(file.as_bytes(), size) == expected, "chunks of {size}");
            }
        }
        let mut lines = LineSplitter::default();
        let mut most = 0;
        for _ in 0..100 {
            assert_eq!(lines.next(&mut &[b'x'; 64 * 1024][..]), None);
            most = most.max(lines.begun.capacity());
        }
        assert!(most <= 2 * MAX_LINE, "{most} bytes were held");
        assert_eq!(lines.last(), Some(NdjsonLine { number: 1, content: Content::TooLong }));
    }
}
