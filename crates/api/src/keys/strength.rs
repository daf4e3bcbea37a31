//! Rejects keys that are not random. A random source produces a rejected key at most once in 10¹³ keys.

/// Fewer different values than this among 32 random bytes: once in 10¹⁶ keys.
const MIN_DISTINCT_BYTES: usize = 16;

/// Why a key is not random; `None` if it may be.
pub(super) fn weakness(key: &[u8; 32]) -> Option<&'static str> {
    let steps = key.windows(2).map(|pair| pair[1].wrapping_sub(pair[0]));
    let values: std::collections::BTreeSet<u8> = key.iter().copied().collect();
    if values.len() == 1 {
        Some("repeats one byte")
    } else if steps.clone().all(|step| Some(step) == steps.clone().next()) {
        Some("counts up or down")
    } else if key[..16] == key[16..] {
        Some("repeats itself")
    } else if key.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace()) {
        Some("is a text, not random bytes")
    } else if values.len() < MIN_DISTINCT_BYTES {
        Some("has too few different bytes to be random")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use caredesk_persistence::Ids;

    use super::*;

    fn key(byte: impl Fn(u8) -> u8) -> [u8; 32] {
        std::array::from_fn(|index| byte(u8::try_from(index).unwrap()))
    }

    #[test]
    fn weakness_of_guessable_keys_is_reported() {
        assert_eq!(weakness(&[0; 32]), Some("repeats one byte"));
        assert_eq!(weakness(&[0xff; 32]), Some("repeats one byte"));
        assert_eq!(weakness(&key(|index| index)), Some("counts up or down"));
        assert_eq!(weakness(&key(|index| 250_u8.wrapping_sub(index * 3))), Some("counts up or down"));
        assert_eq!(weakness(&key(|index| (index % 16).wrapping_mul(37))), Some("repeats itself"));
        assert_eq!(weakness(b"correct horse battery staple 42\n"), Some("is a text, not random bytes"));
        assert_eq!(weakness(&key(|index| u8::from(index == 31))), Some("has too few different bytes to be random"));
    }

    #[test]
    fn weakness_of_random_keys_is_none() {
        let ids = Ids::random();
        assert!((0..10_000).all(|_| weakness(&ids.random_bytes()).is_none()));
    }
}
