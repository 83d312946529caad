#include "runtime/etcd/pending.h"

namespace podium::etcd {

void Committer::Pending::note(std::size_t write, const DurableChange& change) {
  if (seen[write].revision != 0) return;
  for (const DurableTransaction::Check& check : transaction.checks) {
    if (check.key == change.key && change.revision <= check.modified) return;
  }
  seen[write] = {change.revision, change.value == transaction.writes[write].value};
}

Revision Committer::Pending::shown() const {
  Revision revision = 0;
  for (const Seen& one : seen) {
    if (!one.ours || (revision != 0 && one.revision != revision)) return 0;
    revision = one.revision;
  }
  return revision;
}

bool Committer::Pending::overtaken() const {
  for (const Seen& one : seen) {
    if (one.revision != 0 && !one.ours) return true;
  }
  return false;
}

}  // namespace podium::etcd
