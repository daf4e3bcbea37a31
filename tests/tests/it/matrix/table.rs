//! Parser of the tables in `roles.md`, and the expectation for one cell.

use std::{collections::BTreeMap, sync::LazyLock};

use serde_json::Value;

use super::callers::Caller;

/// The tables, to be compared with the roles table of the design.
const ROLES: &str = include_str!("roles.md");

/// The relation of a record to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Situation {
    Own,
    Colleague,
    Name,
    Pool,
    Another,
    Accepted,
    Elsewhere,
    Deleted,
    Missing,
}

/// Every situation with its word in the table.
const SITUATIONS: [(&str, Situation); 9] = [
    ("own", Situation::Own),
    ("colleague", Situation::Colleague),
    ("name", Situation::Name),
    ("pool", Situation::Pool),
    ("another", Situation::Another),
    ("accepted", Situation::Accepted),
    ("elsewhere", Situation::Elsewhere),
    ("deleted", Situation::Deleted),
    ("missing", Situation::Missing),
];

/// The kind of record of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RecordKind {
    Nothing,
    Customer,
    Interaction,
    Ticket,
    Note,
    Reply,
    Escalation,
    Staff,
    Account,
    Session,
}

impl RecordKind {
    fn parse(word: &str) -> Self {
        match word {
            "-" => Self::Nothing,
            "customer" => Self::Customer,
            "interaction" => Self::Interaction,
            "ticket" => Self::Ticket,
            "note" => Self::Note,
            "reply" => Self::Reply,
            "escalation" => Self::Escalation,
            "staff" => Self::Staff,
            "account" => Self::Account,
            "session" => Self::Session,
            other => panic!("unknown kind of record {other}"),
        }
    }

    /// The situations that exist for it.
    pub(super) fn situations(self) -> Vec<Situation> {
        match self {
            Self::Nothing => vec![Situation::Own],
            Self::Staff | Self::Account | Self::Session => {
                vec![Situation::Own, Situation::Colleague, Situation::Deleted, Situation::Missing]
            }
            Self::Customer | Self::Interaction | Self::Ticket | Self::Note | Self::Reply | Self::Escalation => {
                SITUATIONS.map(|(_, situation)| situation).to_vec()
            }
        }
    }
}

/// The expected response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Expected {
    Success,
    Status(u16),
}

impl Expected {
    pub(super) fn matches(self, status: u16) -> bool {
        match self {
            Self::Success => (200..300).contains(&status),
            Self::Status(expected) => status == expected,
        }
    }
}

enum Cell {
    Never,
    May { scopes: Vec<&'static str>, exist: Vec<Situation>, may: Vec<Situation> },
}

/// One line of the table.
pub(super) struct Line {
    /// The first cell.
    pub(super) name: &'static str,
    pub(super) operation: &'static str,
    pub(super) query: Option<String>,
    pub(super) fields: Vec<(String, Value)>,
    pub(super) record_kind: RecordKind,
    when: Vec<Situation>,
    cells: BTreeMap<&'static str, Cell>,
    /// What a response may show.
    pub(super) shows: Vec<ShownKind>,
}

/// One word of the last column: what a response may show, and to whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShownKind {
    pub(super) kind: &'static str,
    /// The kind that the caller must be allowed to read as well.
    requires: Option<&'static str>,
    auditors_too: bool,
    /// Whether this suite has a record that shows it.
    pub(super) is_met: bool,
}

impl ShownKind {
    fn parse(word: &'static str) -> Self {
        let (word, is_met) = word.strip_suffix('?').map_or((word, true), |word| (word, false));
        let (word, auditors_too) = word.strip_suffix('*').map_or((word, false), |word| (word, true));
        let (kind, with) = word.split_once('@').map_or((word, None), |(kind, with)| (kind, Some(with)));
        Self { kind, requires: with, auditors_too, is_met }
    }

    pub(super) fn is_visible_to(&self, caller: &Caller) -> bool {
        let reads = |kind: &str| match READERS[kind][caller.column] {
            "-" => false,
            "yes" => true,
            scope => caller.scopes.contains(&scope),
        };
        let is_oversight = caller.column == "auditor" && self.auditors_too;
        is_oversight || (reads(self.kind) && self.requires.is_none_or(reads))
    }
}

/// Who may read a kind, by column.
static READERS: LazyLock<BTreeMap<&'static str, BTreeMap<&'static str, &'static str>>> = LazyLock::new(|| {
    let rows: Vec<Vec<&str>> = ROLES.lines().filter_map(cells).filter(|row| row.len() > 2 && row[0].starts_with('`')).collect();
    let columns = rows.first().expect("the head of the table of kinds");
    rows.iter().skip(1).map(|row| (row[0].trim_matches('`'), columns.iter().copied().zip(row.iter().copied()).skip(2).collect())).collect()
});

impl Line {
    /// The scopes that a service account needs; empty if none may call it.
    pub(super) fn scopes(&self) -> &[&'static str] {
        match &self.cells["service account"] {
            Cell::Never => &[],
            Cell::May { scopes, .. } => scopes,
        }
    }

    pub(super) fn expects(&self, caller: &Caller, situation: Situation) -> Expected {
        let never = Expected::Status(if caller.column == "visitor" { 401 } else { 403 });
        match &self.cells[caller.column] {
            Cell::Never => never,
            Cell::May { scopes, .. } if !scopes.iter().all(|scope| caller.scopes.contains(scope)) => never,
            Cell::May { exist, .. } if !exist.contains(&situation) => Expected::Status(404),
            Cell::May { may, .. } if !may.contains(&situation) => never,
            Cell::May { .. } if !self.when.contains(&situation) => Expected::Status(409),
            Cell::May { .. } => Expected::Success,
        }
    }

    /// Whether the line treats a caller differently from others: service accounts with one scope are alike if the operation does not need it.
    pub(super) fn tells_apart(&self, caller: &Caller) -> bool {
        match (&self.cells[caller.column], caller.scopes.as_slice()) {
            (Cell::May { scopes, .. }, [scope]) => scopes.contains(scope),
            (Cell::Never, [_]) => false,
            (Cell::Never | Cell::May { .. }, _) => true,
        }
    }
}

/// The lines of the table.
pub(super) static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let rows: Vec<Vec<&str>> = ROLES.lines().filter_map(cells).collect();
    let words: BTreeMap<&str, Vec<Situation>> =
        rows.iter().filter(|row| row.len() == 2 && row[0].starts_with('`')).flat_map(|row| meaning(row)).collect();
    let mut lines = rows.iter().filter(|row| row.len() > 2 && !row[0].starts_with(['-', '`']));
    let columns = lines.next().expect("the head of the table");
    lines.map(|row| line(columns, row, &words)).collect()
});

fn cells(line: &'static str) -> Option<Vec<&'static str>> {
    let row = line.strip_prefix('|')?.strip_suffix('|').unwrap_or_else(|| panic!("row without an end: {line}"));
    Some(row.split('|').map(str::trim).collect())
}

fn meaning(row: &[&'static str]) -> Vec<(&'static str, Vec<Situation>)> {
    let known = |word: &str| SITUATIONS.iter().find(|(name, _)| *name == word).unwrap_or_else(|| panic!("no situation {word}")).1;
    let named = |list: &str| list.split(", ").map(known).collect::<Vec<_>>();
    let means: Vec<Situation> = match (row[1], row[1].strip_prefix("all but ")) {
        ("all", _) => SITUATIONS.map(|(_, situation)| situation).to_vec(),
        (_, Some(but)) => {
            let but = named(&but.replace(" and ", ", "));
            SITUATIONS.iter().map(|(_, situation)| *situation).filter(|situation| !but.contains(situation)).collect()
        }
        (list, None) => named(list),
    };
    row[0].split(", ").map(|word| (word.trim_matches('`'), means.clone())).collect()
}

fn line(columns: &[&'static str], row: &[&'static str], words: &BTreeMap<&str, Vec<Situation>>) -> Line {
    assert_eq!(row.len(), columns.len(), "{row:?} does not have the columns {columns:?}");
    let meant = |word: &str| words.get(word).unwrap_or_else(|| panic!("{}: unknown word {word}", row[0])).clone();
    let joined = |several: &str| several.split('+').flat_map(meant).collect::<Vec<_>>();
    let cell = |(column, cell): (&&'static str, &&'static str)| {
        let (first, may) = cell.split_once('/').map_or((*cell, "all"), |(first, may)| (first, may));
        let parsed = match (*cell, *column) {
            ("-", _) => Cell::Never,
            (_, "service account") if first != "yes" => {
                let (scopes, exist) = first.split_once(' ').unwrap_or((first, "live"));
                let scopes: Vec<&str> = scopes.split('+').collect();
                // An operation without a record is never 404.
                let exist = if row[1] == "-" { meant("any") } else { meant(exist) };
                Cell::May { scopes, exist, may: meant(may) }
            }
            _ => Cell::May { scopes: Vec::new(), exist: joined(first), may: meant(may) },
        };
        (*column, parsed)
    };
    let (call, fields) = row[0].split_once(' ').map_or((row[0], None), |(call, fields)| (call, Some(fields)));
    let (operation, query) = call.split_once('?').map_or((call, None), |(operation, query)| (operation, Some(query.to_owned())));
    let fields: Value = fields.map_or_else(|| Value::Object(serde_json::Map::new()), |fields| fields.parse().expect("fields"));
    Line {
        name: row[0],
        operation,
        query,
        fields: fields.as_object().expect("fields").clone().into_iter().collect(),
        record_kind: RecordKind::parse(row[1]),
        when: meant(row[2]),
        cells: columns.iter().zip(row).skip(3).filter(|(column, _)| **column != "shows").map(cell).collect(),
        shows: row[row.len() - 1].split(' ').filter(|word| *word != "-").map(ShownKind::parse).collect(),
    }
}
