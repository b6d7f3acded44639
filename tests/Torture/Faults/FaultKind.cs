namespace Akka.Events.Torture.Faults;

/// <summary>What happens to workers and servers.</summary>
internal enum FaultKind
{
    WorkerKilled,
    WorkerStopped,
    WorkerFrozen,
    FrozenInTransaction,
    PingPongAndKill,
    RollingUpdateAddsTopic,
    KeysBlockedWhileCompacted,
    BrokerFrozen,
    BrokerKilled,
    LogEmptied,
    PostgresFrozen,
    PostgresCrashed,
    PostgresStopped,
    PostgresCutOff,
    PostgresConnectionsBroken,
    PostgresReadOnly,
    PostgresMoved,
    ClusterSplit,
}
