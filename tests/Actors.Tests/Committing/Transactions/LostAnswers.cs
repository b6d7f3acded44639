using System.Data;
using System.Data.Common;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Persistence.Internal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Akka.Events.Tests.Committing.Transactions;

/// <summary>A store one of whose commits succeeds, and is answered as PgBouncer does when it has lost the server.</summary>
/// <param name="inner">The store.</param>
/// <param name="commit">Which commit, from 1.</param>
/// <param name="answer">Another answer.</param>
internal sealed class LostAnswers(EventStore inner, int commit, Exception? answer = null) : EventStore
{
    private int _commits;

    public override string Description => inner.Description;

    public override Config Plugins => inner.Plugins;

    public override ITransactionStore? Transactions => inner.Transactions is { } store ? new Store(store, this) : null;

    public override void Connect(ISet<Setup> setups) => inner.Connect(setups);

    public override (IEntityStates States, JournalReader Journal) Open(ActorSystem system, ILoggerFactory loggers) => inner.Open(system, loggers);

    private void Committed()
    {
        if (Interlocked.Increment(ref _commits) == commit)
            throw answer ?? new PostgresException("server conn crashed?", "FATAL", "FATAL", PostgresErrorCodes.ProtocolViolation);
    }

    /// <summary>A handler's transaction.</summary>
    internal sealed class Transaction(DbTransaction inner, LostAnswers owner) : DbTransaction
    {
        /// <summary>The database's own.</summary>
        public DbTransaction Inner => inner;

        public override IsolationLevel IsolationLevel => inner.IsolationLevel;

        protected override DbConnection? DbConnection => inner.Connection;

        public override void Commit() => throw new NotSupportedException();

        public override async Task CommitAsync(CancellationToken cancellationToken = default)
        {
            await inner.CommitAsync(cancellationToken);
            owner.Committed();
        }

        public override void Rollback() => inner.Rollback();

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Store(ITransactionStore inner, LostAnswers owner) : ITransactionStore
    {
        public Task<PartitionClaim> Claim(string group, string topic, int partition, IReadOnlyList<string> handlers, CancellationToken ct) =>
            inner.Claim(group, topic, partition, handlers, ct);

        public Task<bool> Start(PartitionClaim claim, long start, CancellationToken ct) => inner.Start(claim, start, ct);

        public async Task<OpenTransaction> Begin(CancellationToken ct)
        {
            var open = await inner.Begin(ct);
            return new OpenTransaction(new Transaction(open.Transaction, owner), () => _ = open.DisposeAsync().AsTask());
        }

        public Task<IReadOnlyCollection<Guid>> Note(DbTransaction transaction, IReadOnlyList<Guid> marks, TimeSpan keep, CancellationToken ct) =>
            inner.Note(((Transaction)transaction).Inner, marks, keep, ct);

        public Task<int> Forget(int most, CancellationToken ct) => inner.Forget(most, ct);

        public Task<bool> Finish(DbTransaction transaction, PartitionClaim claim, IReadOnlyList<FinishedRow> rows, CancellationToken ct) =>
            inner.Finish(((Transaction)transaction).Inner, claim, rows, ct);

        public Task<bool> Settle(
            PartitionClaim claim, IReadOnlyDictionary<long, long> watermarks, IReadOnlyCollection<FinishedRow> above, CancellationToken ct) =>
            inner.Settle(claim, watermarks, above, ct);

        public bool IsConflict(Exception failure) => inner.IsConflict(failure);

        public bool IsRefusal(Exception failure) => inner.IsRefusal(failure);
    }
}
