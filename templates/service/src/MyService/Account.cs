using Akka.Events.Handling;
using Akka.Events.Topics;

namespace MyService;

/// <summary>What comes from Kafka.</summary>
public sealed record Deposited(string AccountId, long Cents);

public static class Topics
{
    /// <summary>The key decides what is handled in order: an account's events one after another, other accounts beside it.</summary>
    public static readonly Topic<Deposited> Accounts = Topic.Json<Deposited>("accounts", key: e => e.AccountId);
}

public sealed record AccountState(long Cents, int Deposits);

public sealed record GetAccount;

/// <summary>One per account. What it persists is stored in one write with the event's offset: each deposit counts once.</summary>
public sealed class Account : EntityActor<AccountState>
{
    public Account()
    {
        Initial(new AccountState(0, 0));
        On(Topics.Accounts, deposited => Persist(deposited));
        Apply<Deposited>((state, e) => new AccountState(state.Cents + e.Cents, state.Deposits + 1));
        Query<GetAccount, AccountState?>(_ => IsNew ? null : State);
    }
}
