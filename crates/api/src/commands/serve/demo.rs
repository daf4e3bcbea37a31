//! Demo data: staff with passwords, and 60 days of their work.

use std::{fs, io, path::Path};

use caredesk_demo::{Plan, TeamMember};
use caredesk_domain::{FieldError, actor::Role};
use caredesk_persistence::Store;
use chrono_tz::Tz;
use futures::future::try_join_all;

use crate::{
    commands::{error::CommandError, output::print},
    keys::{read_private, write_private},
    password::{Password, Passwords},
};

/// The file of passwords, beside the demo's database.
const PASSWORDS: &str = "demo-passwords.txt";
/// 60 days of seven tickets each.
const TICKETS: u32 = 420;
const PER_DAY: u32 = 7;
const SEED: u64 = 11;

/// The demo staff.
const DEMO_STAFF: [(Role, &str, &str); 9] = [
    (Role::Agent, "Amaka Obi", "amaka@demo.example"),
    (Role::Agent, "Tunde Bakare", "tunde@demo.example"),
    (Role::Agent, "Zainab Musa", "zainab@demo.example"),
    (Role::Agent, "Efua Mensah", "efua@demo.example"),
    (Role::Agent, "Chidi Nwosu", "chidi@demo.example"),
    (Role::Agent, "Yétúndé Adeyemi", "yetunde@demo.example"),
    (Role::Doctor, "Dr. Ngozi Eze", "ngozi@demo.example"),
    (Role::Admin, "Ibrahim Bello", "ibrahim@demo.example"),
    (Role::Auditor, "Esther Etim", "esther@demo.example"),
];

/// 256 easily distinguished words; four of them make a password.
const WORDS: &str = include_str!("words.txt");
const WORDS_IN_A_PASSWORD: usize = 4;

/// A staff member with the password to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SignIn {
    role: String,
    name: String,
    email: String,
    password: String,
}

/// The sign-ins of the demo in `database`, as a table to print. A database without staff is filled first.
pub(super) async fn sign_ins(store: &Store, database: &Path, zone: Tz) -> Result<String, CommandError> {
    let kept = database.with_file_name(PASSWORDS);
    if !store.has_staff().await? {
        print(&format!("Making up a demo desk: {TICKETS} tickets of the last {} days …\n", TICKETS / PER_DAY))?;
        fill(store, &kept, zone).await?;
    }
    match kept.try_exists() {
        Ok(true) => Ok(table(&read(&kept)?)),
        Ok(false) => Err(CommandError::Usage(format!(
            "{} is gone, and nobody else knows the demo's passwords: to start afresh, delete all files {}* and start again",
            kept.display(),
            database.with_extension("").display(),
        ))),
        Err(error) => Err(CommandError::Usage(format!("cannot read {}: {error}", kept.display()))),
    }
}

/// Adds to the error about a demo database of another version how to recreate it; demo data is no loss.
pub(super) fn explain_version_mismatch(failed: CommandError, database: &Path) -> CommandError {
    match failed {
        CommandError::Usage(why) => CommandError::Usage(format!(
            "{why}\nTo begin the demo desk anew, delete all files {}* and start again",
            database.with_extension("").display()
        )),
        CommandError::Failed(why) => CommandError::Failed(why),
    }
}

/// Fills the database. The password file is written first and the rest is one transaction, so that an interrupted start can be repeated.
async fn fill(store: &Store, kept: &Path, zone: Tz) -> Result<(), CommandError> {
    let people: Vec<SignIn> = DEMO_STAFF.iter().map(|(role, name, email)| new_sign_in(store, *role, name, email)).collect();
    match fs::remove_file(kept) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        Ok(()) | Err(_) => write_private(kept, file(&people).as_bytes())?,
    }
    let passwords = Passwords::default();
    let team = try_join_all(people.iter().map(async |person| member(store, &passwords, person).await)).await?;
    let until = store.now();
    let plan = Plan { tickets: TICKETS, per_day: PER_DAY, seed: SEED, until, zone, at_once: true };
    caredesk_demo::seed(store, &plan, team, |_| {}).await?;
    Ok(())
}

fn new_sign_in(store: &Store, role: Role, name: &str, email: &str) -> SignIn {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let word = |_| {
        let drawn = store.ids().random_below(u64::try_from(words.len()).unwrap_or(0));
        words[usize::try_from(drawn).unwrap_or(0)]
    };
    let password = (0..WORDS_IN_A_PASSWORD).map(word).collect::<Vec<_>>().join("-");
    SignIn { role: role.to_string(), name: name.to_owned(), email: email.to_owned(), password }
}

async fn member(store: &Store, passwords: &Passwords, person: &SignIn) -> Result<TeamMember, CommandError> {
    let bad = |fault: FieldError| CommandError::Failed(format!("the demo's people: {fault}"));
    let password: Password = person.password.parse().map_err(bad)?;
    Ok(TeamMember {
        name: person.name.parse().map_err(bad)?,
        email: person.email.parse().map_err(bad)?,
        role: person.role.parse().map_err(bad)?,
        password: passwords.hash(password, store.ids().random_bytes()).await?,
    })
}

/// The content of the password file: one sign-in per line, tab-separated.
fn file(people: &[SignIn]) -> String {
    let lines = people.iter().map(|SignIn { role, name, email, password }| format!("{role}\t{name}\t{email}\t{password}\n"));
    std::iter::once("# Sign-ins of the demo desk beside this file: role, name, e-mail, password\n".to_owned()).chain(lines).collect()
}

fn read(kept: &Path) -> Result<Vec<SignIn>, CommandError> {
    let broken = || CommandError::Usage(format!("{} does not hold the demo's sign-ins", kept.display()));
    let text = String::from_utf8(read_private(kept)?).map_err(|_| broken())?;
    let people = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| {
        let mut parts = line.split('\t').map(str::to_owned);
        let (role, name, email, password) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        Some(SignIn { role, name, email, password })
    });
    people.collect::<Option<Vec<_>>>().filter(|people| !people.is_empty()).ok_or_else(broken)
}

fn table(people: &[SignIn]) -> String {
    let row = |[role, name, email, password]: [&str; 4]| format!("  {role:<8} {name:<16} {email:<22} {password}\n");
    let rows = people.iter().map(|one| row([&one.role, &one.name, &one.email, &one.password]));
    std::iter::once(row(["role", "name", "e-mail", "password"])).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use std::{net::Ipv4Addr, os::unix::fs::PermissionsExt as _};

    use caredesk_persistence::{Clock, Engine, Ids, PageRequest, StaffFilter, testing::TestDatabase};

    use super::*;
    use crate::{
        device::DeviceCookies,
        keys::Keys,
        refresh::RefreshTokens,
        services::{
            authentication::{ActorFactory, AttemptSource, Authenticator},
            throttle::{Throttle, ThrottleKeys},
        },
    };

    async fn store(test: &TestDatabase) -> (Store, std::path::PathBuf) {
        let Engine::Sqlite { path } = test.engine().clone() else { panic!("the demo is kept in a file") };
        (Store::open(test.engine(), Clock::system(), Ids::random()).await.unwrap(), path)
    }

    #[tokio::test]
    async fn everybody_of_the_demo_signs_in_with_the_password_that_is_kept_for_its_owner_alone() {
        let test = TestDatabase::sqlite().await;
        let (store, path) = store(&test).await;
        let printed = sign_ins(&store, &path, Tz::UTC).await.unwrap();
        let kept = path.with_file_name(PASSWORDS);
        assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o600);
        let keys = Keys::ephemeral(store.ids());
        let (passwords, tokens, devices) = (Passwords::default(), RefreshTokens::new(&keys.session), DeviceCookies::new(&keys.session));
        let throttle = Throttle::new(store.clone(), ThrottleKeys::new(&keys.session));
        let authenticator = Authenticator { store: &store, passwords: &passwords, tokens: &tokens, throttle: &throttle, devices: &devices };
        for SignIn { role, email, password, .. } in read(&kept).unwrap() {
            assert!(printed.lines().any(|line| line.contains(&email) && line.contains(&password)));
            assert!(password.len() >= Password::MIN && password.split('-').count() == WORDS_IN_A_PASSWORD);
            let actors = ActorFactory::new(store.ids().id::<caredesk_domain::id::RequestKind>(store.now()));
            let origin = AttemptSource { actors, address: Ipv4Addr::LOCALHOST.into(), device: None };
            let signed_in = authenticator.sign_in(&origin, &email, password).await.unwrap();
            assert_eq!(signed_in.staff.role.as_str(), role);
        }
    }

    #[tokio::test]
    async fn a_later_start_prints_the_same_and_makes_up_nothing() {
        let test = TestDatabase::sqlite().await;
        let (store, path) = store(&test).await;
        let first = sign_ins(&store, &path, Tz::UTC).await.unwrap();
        assert_eq!(sign_ins(&store, &path, Tz::UTC).await.unwrap(), first);
        let request = PageRequest { limit: 100, after: None, with_total: false };
        assert_eq!(store.list_staff(&StaffFilter::default(), request).await.unwrap().rows.len(), DEMO_STAFF.len());
    }

    #[tokio::test]
    async fn lost_passwords_are_told_with_the_way_out_and_a_file_without_a_desk_is_replaced() {
        let test = TestDatabase::sqlite().await;
        let (store, path) = store(&test).await;
        let kept = path.with_file_name(PASSWORDS);
        fs::write(&kept, "agent\tNobody\tnobody@demo.example\told-old-old-old\n").unwrap();
        let printed = sign_ins(&store, &path, Tz::UTC).await.unwrap();
        assert!(!printed.contains("nobody@demo.example"));
        fs::remove_file(&kept).unwrap();
        let lost = sign_ins(&store, &path, Tz::UTC).await.unwrap_err();
        assert!(matches!(&lost, CommandError::Usage(why) if why.contains("delete all files")), "{lost:?}");
    }

    #[test]
    fn there_are_256_words_and_none_comes_twice() {
        let mut words: Vec<&str> = WORDS.split_whitespace().collect();
        assert!(words.iter().all(|word| word.len() >= 4 && word.bytes().all(|letter| letter.is_ascii_lowercase())));
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 256);
    }
}
