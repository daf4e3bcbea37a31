//! The attacks, one file for each kind.

mod bodies;
mod connections;
mod guessing;
mod reports;

use clap::ValueEnum;

use crate::{database::EngineKind, load::Load, people::AttackerAccess};

/// Where attackers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Addresses {
    /// From an address that honest people do not use.
    Different,
    /// From the address of honest people, as in a clinic behind one router.
    Same,
}

const DIFFERENT: &[Addresses] = &[Addresses::Different];
/// Both, for attacks that the server limits, or may limit, by address.
const BOTH: &[Addresses] = &[Addresses::Different, Addresses::Same];

/// One attack.
pub(crate) struct Attack {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) addresses: &'static [Addresses],
    pub(crate) load: fn(&AttackerAccess, EngineKind) -> Load,
}

/// All attacks.
pub(crate) const ATTACKS: &[Attack] = &[
    Attack {
        name: "login-objects-2",
        about: "2 connections post 1 MiB of 125,000 objects to /auth/login",
        addresses: DIFFERENT,
        load: |_, _| bodies::login(2, &bodies::objects()),
    },
    Attack { name: "login-objects-4", about: "4 of them", addresses: DIFFERENT, load: |_, _| bodies::login(4, &bodies::objects()) },
    Attack { name: "login-objects-8", about: "8 of them", addresses: BOTH, load: |_, _| bodies::login(8, &bodies::objects()) },
    Attack {
        name: "login-pieces",
        about: "8 of them in pieces of 16 KiB",
        addresses: DIFFERENT,
        load: |_, _| bodies::login_in_pieces(8, &bodies::objects()),
    },
    Attack {
        name: "login-nested",
        about: "8 connections post 1 MiB of lists nested 100 deep to /auth/login",
        addresses: DIFFERENT,
        load: |_, _| bodies::login(8, &bodies::nested()),
    },
    Attack {
        name: "login-keys",
        about: "8 connections post 1 MiB of 70,000 keys to /auth/login",
        addresses: DIFFERENT,
        load: |_, _| bodies::login(8, &bodies::keys()),
    },
    Attack {
        name: "tickets-objects",
        about: "8 connections without a token post 1 MiB of objects to /tickets",
        addresses: DIFFERENT,
        load: |_, _| bodies::tickets(8, &bodies::objects(), None),
    },
    Attack {
        name: "agent-objects",
        about: "8 connections of one agent do",
        addresses: DIFFERENT,
        load: |access, _| bodies::tickets(8, &bodies::objects(), Some(access.attacker.clone())),
    },
    Attack {
        name: "parameters-anonymous",
        about: "8 connections get /tickets with 6,000 parameters, without a token",
        addresses: DIFFERENT,
        load: |_, _| bodies::parameters(8, None),
    },
    Attack {
        name: "parameters-agent",
        about: "8 connections of one agent do",
        addresses: DIFFERENT,
        load: |access, _| bodies::parameters(8, Some(access.attacker.clone())),
    },
    Attack {
        name: "unread-openapi",
        about: "2,000 connections ask for openapi.json and never read it",
        addresses: BOTH,
        load: |_, _| connections::unread(2_000),
    },
    Attack {
        name: "slow-heads",
        about: "1,000 connections send a head, a byte a second",
        addresses: DIFFERENT,
        load: |_, _| connections::slow_heads(1_000),
    },
    Attack {
        name: "slow-bodies",
        about: "1,000 connections send a body to /auth/login, a byte a second",
        addresses: DIFFERENT,
        load: |_, _| connections::slow_bodies(1_000),
    },
    Attack {
        name: "reports-admin",
        about: "ten-year reports by an admin, 8 at once (32 on PostgreSQL)",
        addresses: DIFFERENT,
        load: |access, kind| reports::oversight(heavy_request_count(kind), access.admin.clone()),
    },
    Attack {
        name: "reports-agent",
        about: "ten years of their own work by an agent, as many",
        addresses: DIFFERENT,
        load: |access, kind| reports::own(heavy_request_count(kind), access.veteran.clone(), &access.veteran_id),
    },
    Attack {
        name: "searches",
        about: "8 searches over everything for `the` by an agent",
        addresses: DIFFERENT,
        load: |access, _| reports::searches(8, access.attacker.clone()),
    },
    Attack {
        name: "guess-one-40",
        about: "40 wrong passwords a second for one account, that of an honest person",
        addresses: BOTH,
        load: |_, _| guessing::steadily(guessing::one_account),
    },
    Attack {
        name: "guess-many-40",
        about: "40 wrong passwords a second, each for another account",
        addresses: DIFFERENT,
        load: |_, _| guessing::steadily(guessing::another_account),
    },
    Attack {
        name: "guess-one-200",
        about: "200 sign-ins at once for one account, that of an honest person",
        addresses: BOTH,
        load: |_, _| guessing::at_once(200, guessing::one_account),
    },
    Attack {
        name: "guess-many-200",
        about: "200 sign-ins at once, each for another account",
        addresses: BOTH,
        load: |_, _| guessing::at_once(200, guessing::another_account),
    },
    Attack {
        name: "secrets",
        about: "wrong client secrets at /auth/token by 8 connections",
        addresses: BOTH,
        load: |access, _| guessing::secrets(8, &access.service_account),
    },
    Attack {
        name: "one-agent-64",
        about: "64 requests at once of one agent, for the list of tickets",
        addresses: DIFFERENT,
        load: |access, _| reports::lists(64, access.attacker.clone()),
    },
];

/// The number of heavy requests that uses up the connections of an engine.
const fn heavy_request_count(kind: EngineKind) -> u64 {
    match kind {
        EngineKind::Sqlite => 8,
        EngineKind::Postgresql => 32,
    }
}
