//! The figures as Markdown.

use std::fmt::Write as _;

use crate::{attacks::Addresses, database::EngineKind, figures::Goodput, measurement::Measurement};

/// The result line of one attack.
pub(crate) fn verdict(kind: EngineKind, measured: &Measurement) -> String {
    let word = if measured.passed() { "held" } else { "NOT HELD" };
    let (reader, writer) = (measured.reader(), measured.writer());
    let sign_in = sign_ins(&measured.beside.figures.sign_in);
    format!("{}, {}: {word}: reader {reader:.2}, writer {writer:.2}, sign-ins {sign_in}", kind.name(), name(measured))
}

/// The goodput of honest people: alone → during the attack.
pub(crate) fn goodput(kind: EngineKind, measured: &[Measurement]) -> String {
    let mut table = format!(
        "\n### Goodput beside attacks, {}\n\n\
         | attack | reader: a second, p50 / p99 ms | writer: a second, p50 / p99 ms | sign-in: a second, p50 / p99 ms, in 5 s | held |\n\
         | --- | --- | --- | --- | --- |\n",
        kind.name()
    );
    for one in measured {
        let (alone, beside) = (&one.alone.figures, &one.beside.figures);
        let _infallible = writeln!(
            table,
            "| {} | {} | {} | {}, {} | {} |",
            name(one),
            change(&alone.reader, &beside.reader),
            change(&alone.writer, &beside.writer),
            change(&alone.sign_in, &beside.sign_in),
            sign_ins(&beside.sign_in),
            if one.passed() { "yes" } else { "**no**" },
        );
    }
    table
}

/// What the attack cost the server, and what it cost the attackers.
pub(crate) fn costs(kind: EngineKind, measured: &[Measurement]) -> String {
    let mut table = format!(
        "\n### What the attacks did, {}\n\n\
         | attack | requests of the attackers | memory at its start → most | database grew by | events beside those of honest requests that were answered | generators' core in use, alone → beside |\n\
         | --- | --- | --- | --- | --- | --- |\n",
        kind.name()
    );
    for one in measured {
        let (start, most) = one.beside.memory;
        let _infallible = writeln!(
            table,
            "| {} | {} | {} → {} MiB | {:.1} MiB | {} | {:.0} → {:.0} % |",
            name(one),
            one.beside.counts,
            start / 1024,
            most / 1024,
            mebibytes(one.grew.bytes),
            one.events_of_attackers(),
            one.alone.generators * 100.0,
            one.beside.generators * 100.0,
        );
    }
    table
}

fn name(measured: &Measurement) -> String {
    match measured.addresses {
        Addresses::Different => measured.attack.name.to_owned(),
        Addresses::Same => format!("{}, same address", measured.attack.name),
    }
}

fn change(alone: &Goodput, beside: &Goodput) -> String {
    let (from, to) = (alone.per_second(), beside.per_second());
    format!("{from:.0} → {to:.0} (**{:.2}**), {} → {}", beside.ratio_to(alone), waits(alone), waits(beside))
}

fn waits(goodput: &Goodput) -> String {
    let percentile = |percent| goodput.percentile(percent).map_or_else(|| "–".to_owned(), |waited| format!("{waited:.0}"));
    format!("{} / {}", percentile(50), percentile(99))
}

fn sign_ins(goodput: &Goodput) -> String {
    format!("{} of {}", goodput.done, goodput.done + goodput.failed)
}

fn mebibytes(bytes: i64) -> f64 {
    f64::from(i32::try_from(bytes / 1024).unwrap_or(i32::MAX)) / 1024.0
}
