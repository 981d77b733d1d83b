//! Files that lie beside those of a pipeline and are in none of its entries.

use super::manifest;
use rasso_extract::SourceFile;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// The files of each folder that holds files of the pipeline, which nothing of it stands for: a name
/// that misses a pattern by a letter is told, and not left out without a word. Without hidden files,
/// manifests, and the files of a pipeline itself.
pub(crate) fn unread_files(files: &[SourceFile]) -> Vec<String> {
    let read: BTreeSet<&Path> = files.iter().map(|it| it.path.as_path()).collect();
    let mut folders: BTreeMap<&Path, &str> = BTreeMap::new();
    for file in files {
        let folder = file.path.parent().unwrap_or_else(|| Path::new(""));
        folders.entry(folder).or_insert(&file.label);
    }
    let mut unread = Vec::new();
    for (folder, beside) in folders {
        let here = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        // A folder that cannot be listed says nothing of what else is in it.
        let entries = fs::read_dir(here).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter(|it| it.path().is_file())
            .filter_map(|it| it.file_name().into_string().ok())
            .filter(|it| !is_of_a_pipeline(Path::new(it)))
            .filter(|it| !read.contains(folder.join(it).as_path()))
            .collect();
        names.sort();
        let label = |name: String| Path::new(beside).with_file_name(name);
        unread.extend(names.into_iter().map(|it| label(it).display().to_string()));
    }
    unread
}

fn is_of_a_pipeline(name: &Path) -> bool {
    let is_hidden = name.to_string_lossy().starts_with('.');
    let is_text = name
        .extension()
        .is_some_and(|it| it == "toml" || it == "md");
    is_hidden || is_text || manifest::is_about_others(name)
}

#[cfg(test)]
mod tests {
    use super::unread_files;
    use rasso_extract::SourceFile;
    use rasso_terms::Agency;
    use std::fs;

    #[test]
    fn a_file_that_no_entry_stands_for_is_told() {
        let folder = std::env::temp_dir().join(format!("rasso-unread-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let names = [
            "crimes-2025.csv",
            "crimes_2025.csv",
            "manifest.json",
            "crimes-2025.csv.done",
            ".crimes",
            "pipeline.toml",
        ];
        for name in names {
            fs::write(folder.join(name), "").unwrap();
        }
        let file = SourceFile::new(
            Agency::Police,
            "police_crime",
            folder.join("crimes-2025.csv"),
            "in/crimes-2025.csv",
            "2025-06-30".parse().unwrap(),
        );
        let unread = unread_files(&[file]);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(unread, ["in/crimes_2025.csv"]);
    }
}
