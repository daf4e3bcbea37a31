//! `caredesk admin`: adds an admin.

use std::io::Read as _;

use caredesk_domain::{
    actor::{Actor, Role, SystemJob},
    email::Email,
    text::FullName,
};
use clap::Subcommand;

use super::{database::open, error::CommandError, output::print};
use crate::{
    password::{Password, Passwords},
    services::staff::{self, AddStaff},
    settings::Settings,
};

#[derive(Debug, Subcommand)]
pub(super) enum Admin {
    /// Add an admin
    #[command(after_help = "Example:\n  caredesk admin create --email ada@desk.example --name 'Ada Obi' --password-stdin < password.txt")]
    Create {
        /// The e-mail address to sign in with
        #[arg(long)]
        email: String,
        /// Their name
        #[arg(long)]
        name: String,
        /// Read the password from standard input, where no list of processes shows it
        #[arg(long, required = true)]
        password_stdin: bool,
    },
}

pub(super) async fn run(settings: &Settings, Admin::Create { email, name, .. }: Admin) -> Result<(), CommandError> {
    let email: Email = email.parse().map_err(|fault| CommandError::Usage(format!("--email {fault}")))?;
    let name: FullName = name.parse().map_err(|fault| CommandError::Usage(format!("--name {fault}")))?;
    let mut typed = String::new();
    std::io::stdin().take(4096).read_to_string(&mut typed)?;
    // An editor or `echo` ends the line; the line break is not part of the password.
    let password: Password =
        typed.trim_end_matches(['\r', '\n']).parse().map_err(|fault| CommandError::Usage(format!("the password {fault}")))?;
    let store = open(settings).await?;
    let new = AddStaff { email: email.clone(), name, role: Role::Admin, password: Some(password) };
    staff::add(&store, &Passwords::default(), &bootstrap_actor(), new).await?;
    store.close().await?;
    print(&format!("added the admin {email}\n"))
}

#[expect(clippy::disallowed_methods, reason = "the command line has full access")]
pub(super) const fn bootstrap_actor() -> Actor {
    Actor::system(SystemJob::Bootstrap)
}
