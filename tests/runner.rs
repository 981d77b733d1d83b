//! One binary for every test of the workspace.

#[cfg(test)]
mod bridges;
#[cfg(test)]
mod cells;
#[cfg(test)]
mod deliveries;
#[cfg(test)]
mod descriptions;
#[cfg(test)]
mod estimate;
#[cfg(test)]
mod exits;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod identities;
#[cfg(test)]
mod incidence;
#[cfg(test)]
mod linking;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod outputs;
#[cfg(test)]
mod own_formats;
#[cfg(test)]
mod pipelines;
#[cfg(test)]
mod prose;
#[cfg(test)]
mod protect;
#[cfg(test)]
mod quality;
#[cfg(test)]
mod release;
#[cfg(test)]
mod seeds;
#[cfg(test)]
mod synth;
#[cfg(test)]
mod threads;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod weighed;
#[cfg(test)]
mod world;
