using Akka.Events.Committing.Internal.States;
using Xunit;

namespace Akka.Events.Tests.Committing.States;

/// <summary>What a journal and stored states say of each other.</summary>
public sealed class ShardClaimTests
{
    [Fact]
    public void States_that_were_dropped_for_a_journal_that_was_not_begun_then_are_not_taken_for_those_of_the_former_one()
    {
        var former = new JournalEnd(1, 50, StoredStates: true);
        var (dropped, anew) = ShardClaim.Of(new ShardClaim(1, 80), former, anew: true);
        Assert.Equal((new ShardClaim(2, 0), true), (dropped, anew));

        // The marker that begins the new one was never written: the next owner begins it, and whoever asks at the same time begins the same.
        Assert.Equal((dropped, false), ShardClaim.Of(dropped, former, anew: true));
        Assert.Equal((dropped, false), ShardClaim.Of(dropped, former with { StoredStates = false }, anew: true));
        Assert.Throws<LostJournalException>(() => ShardClaim.Of(dropped, former, anew: false));
    }

    [Fact]
    public void A_journal_that_goes_on_keeps_what_is_stored()
    {
        Assert.Equal((new ShardClaim(1, 0), false), ShardClaim.Of(null, new JournalEnd(0, 0, StoredStates: false), anew: false));
        Assert.Equal((new ShardClaim(1, 40), false), ShardClaim.Of(new ShardClaim(1, 40), new JournalEnd(1, 50, StoredStates: true), anew: false));
        Assert.Throws<LostJournalException>(() => ShardClaim.Of(new ShardClaim(1, 80), new JournalEnd(1, 50, StoredStates: true), anew: false));
        Assert.Throws<LostJournalException>(() => ShardClaim.Of(null, new JournalEnd(1, 50, StoredStates: true), anew: false));
    }
}
