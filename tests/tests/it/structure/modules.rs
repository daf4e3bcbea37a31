//! No module of a crate needs, by way of others, itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use regex::Regex;
use syn::visit::{self, Visit};

use super::{root, sources};

/// A module's path from the root of its crate; the root's own is empty.
type ModulePath = Vec<String>;

/// What one file names: whether a `use` gives it on, the name it has here, and its path as written.
#[derive(Default)]
struct Names {
    uses: Vec<(bool, String, Vec<String>)>,
    paths: Vec<Vec<String>>,
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    let tests = |attribute: &syn::Attribute| match &attribute.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string().contains("test"),
        syn::Meta::Path(_) | syn::Meta::NameValue(_) => false,
    };
    attributes.iter().any(tests)
}

fn segments(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

fn flatten(tree: &syn::UseTree, prefix: &[String], public: bool, uses: &mut Vec<(bool, String, Vec<String>)>) {
    let with = |name: &syn::Ident| prefix.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
    match tree {
        syn::UseTree::Path(path) => flatten(&path.tree, &with(&path.ident), public, uses),
        syn::UseTree::Name(name) if name.ident == "self" => {
            uses.push((public, prefix.last().cloned().unwrap_or_default(), prefix.to_vec()));
        }
        syn::UseTree::Name(name) => uses.push((public, name.ident.to_string(), with(&name.ident))),
        syn::UseTree::Rename(rename) if rename.ident == "self" => uses.push((public, rename.rename.to_string(), prefix.to_vec())),
        syn::UseTree::Rename(rename) => uses.push((public, rename.rename.to_string(), with(&rename.ident))),
        syn::UseTree::Glob(_) => uses.push((public, "*".to_owned(), prefix.to_vec())),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, prefix, public, uses)),
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !is_test(&function.attrs) {
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_test(&item.attrs) {
            flatten(&item.tree, &[], !matches!(item.vis, syn::Visibility::Inherited), &mut self.uses);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.paths.push(segments(path));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, one: &'ast syn::Macro) {
        self.paths.push(segments(&one.path));
        let within = Regex::new(r"\w+(?: :: \w+)+").unwrap();
        let text = one.tokens.to_string();
        self.paths.extend(within.find_iter(&text).map(|path| path.as_str().split(" :: ").map(str::to_owned).collect()));
    }
}

/// The files of a crate that are no tests, by module.
fn modules(source: &str) -> BTreeMap<ModulePath, Names> {
    let directory = root().join(source);
    let mut files = Vec::new();
    sources(&directory, &mut files);
    let mut found = BTreeMap::new();
    let mut tests = BTreeSet::new();
    for (file, text) in &files {
        let within = Path::new(file).strip_prefix(source).unwrap().with_extension("");
        let mut path: ModulePath = within.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if path.last().is_some_and(|name| ["mod", "lib", "main"].contains(&name.as_str())) {
            path.pop();
        }
        let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
        for item in &parsed.items {
            if let syn::Item::Mod(module) = item
                && is_test(&module.attrs)
            {
                tests.insert(path.iter().cloned().chain([module.ident.to_string()]).collect::<Vec<_>>());
            }
        }
        let names: &mut Names = found.entry(path).or_default();
        names.visit_file(&parsed);
    }
    found.retain(|path, _| !tests.iter().any(|test| path.starts_with(test)));
    found
}

/// A path as written in `module`, from the root of the crate; `None` where it leads out of it, or to something local.
fn absolute(modules: &BTreeMap<ModulePath, Names>, module: &[String], written: &[String]) -> Option<ModulePath> {
    let child = |name: &str| modules.contains_key(&[module, &[name.to_owned()]].concat());
    match written.first()?.as_str() {
        "crate" => Some(written[1..].to_vec()),
        "self" => Some([module, &written[1..]].concat()),
        "super" => {
            let ups = written.iter().take_while(|name| *name == "super").count();
            Some([module.get(..module.len().checked_sub(ups)?)?, &written[ups..]].concat())
        }
        name if child(name) => Some([module, written].concat()),
        name => {
            let (.., imported) = modules[module].uses.iter().find(|(_, known, _)| known == name)?;
            // A name that imports itself is another crate's.
            (imported.first().map(String::as_str) != Some(name))
                .then(|| absolute(modules, module, imported))
                .flatten()
                .map(|path| [path, written[1..].to_vec()].concat())
        }
    }
}

/// The module that defines what an absolute path names, found through the re-exports of those above it.
fn defining(modules: &BTreeMap<ModulePath, Names>, path: &[String], depth: usize) -> ModulePath {
    let known = (0..=path.len()).rev().find(|end| modules.contains_key(&path[..*end])).unwrap_or(0);
    let (module, rest) = path.split_at(known);
    let given_on = rest.first().and_then(|name| {
        let uses = &modules.get(module)?.uses;
        let (.., target) = uses.iter().find(|(public, known, _)| *public && known == name)?;
        absolute(modules, module, target)
    });
    match given_on {
        Some(target) if depth < 8 => defining(modules, &[target, rest[1..].to_vec()].concat(), depth + 1),
        _ => module.to_vec(),
    }
}

/// Which module needs which; giving on what a module below it defines is no need.
fn needs(modules: &BTreeMap<ModulePath, Names>) -> BTreeMap<ModulePath, BTreeSet<ModulePath>> {
    let mut needs: BTreeMap<ModulePath, BTreeSet<ModulePath>> = BTreeMap::new();
    for (module, names) in modules {
        let given_on = |public: bool, path: &ModulePath| public && path.len() > module.len() && path.starts_with(module);
        let uses = names.uses.iter().filter_map(|(public, _, path)| Some((*public, absolute(modules, module, path)?)));
        let uses = uses.filter(|(public, path)| !given_on(*public, path)).map(|(_, path)| path);
        let paths = names.paths.iter().filter(|path| path.len() > 1).filter_map(|path| absolute(modules, module, path));
        for path in uses.chain(paths) {
            let target = defining(modules, &path, 0);
            if target != *module {
                needs.entry(module.clone()).or_default().insert(target);
            }
        }
    }
    needs
}

/// The groups of modules that need each other.
fn cycles(source: &str) -> Vec<Vec<String>> {
    let modules = modules(source);
    assert!(modules.len() > 1, "{source} has no modules");
    let mut graph: petgraph::graphmap::DiGraphMap<usize, ()> = petgraph::graphmap::DiGraphMap::new();
    let (places, needs) = (modules.keys().collect::<Vec<_>>(), needs(&modules));
    for (module, targets) in &needs {
        for target in targets {
            graph.add_edge(places.binary_search(&module).unwrap(), places.binary_search(&target).unwrap(), ());
        }
    }
    let name = |place: usize| if places[place].is_empty() { "crate".to_owned() } else { places[place].join("::") };
    let knots = petgraph::algo::tarjan_scc(&graph).into_iter().filter(|knot| knot.len() > 1);
    knots.map(|knot| knot.into_iter().map(name).collect()).collect()
}

#[test]
fn modules_of_a_crate_have_no_cycle() {
    for source in ["crates/domain/src", "crates/persistence/src", "crates/demo/src", "crates/api/src", "migrations/src", "tests/src"] {
        assert_eq!(cycles(source), Vec::<Vec<String>>::new(), "modules of {source} that need each other");
    }
}
