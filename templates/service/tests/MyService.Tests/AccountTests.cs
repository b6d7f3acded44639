using Akka.Events.TestKit;
using Xunit;

namespace MyService.Tests;

/// <summary>The entity over topics in memory and virtual time: neither Kafka nor waiting.</summary>
public sealed class AccountTests
{
    [Fact]
    public async Task Each_deposit_counts_once_also_after_a_crash()
    {
        await using var kit = await EventsTestKit.StartAsync(events => events.Group("accounts", group => group.Entity<Account>()));
        await kit.PublishAsync(Topics.Accounts, new Deposited("anna", 1200), new Deposited("anna", 300), new Deposited("bert", 5));
        await kit.RunAsync();
        await kit.CrashAsync(redeliver: 2);
        await kit.RunAsync();
        Assert.Equal(new AccountState(1500, 2), await kit.AskAsync<Account, AccountState?>("anna", new GetAccount()));
        Assert.Null(await kit.AskAsync<Account, AccountState?>("carl", new GetAccount()));
    }
}
