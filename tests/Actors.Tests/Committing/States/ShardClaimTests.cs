using Akka.Events.Committing.Internal.States;
using Xunit;

namespace Akka.Events.Tests.Committing.States;

/// <summary>What a journal and stored states say of each other.</summary>
public sealed class ShardClaimTests
{
    [Fact]
    public void States_are_dropped_for_a_journal_whose_new_beginning_is_written_and_for_no_other()
    {
        var former = new JournalEnd(1, 50, StoredStates: true);
        Assert.Equal(2, Refused(new ShardClaim(1, 80), former));

        var begun = new JournalEnd(2, 51, StoredStates: false, BeginsAnew: true);
        Assert.Equal((new ShardClaim(2, 0), true), ShardClaim.Of(new ShardClaim(1, 80), begun));
        // Whoever claims for the former journal after that is refused, and so is a beginning that another one has overtaken.
        Assert.Equal(3, Refused(new ShardClaim(2, 0), former));
        Assert.Equal(4, Refused(new ShardClaim(3, 0), begun));
    }

    [Fact]
    public void A_journal_that_was_begun_anew_by_an_owner_that_ended_then_is_begun_once_more()
    {
        Assert.Equal(3, Refused(new ShardClaim(1, 80), new JournalEnd(2, 51, StoredStates: false)));
        Assert.Equal((new ShardClaim(2, 0), false), ShardClaim.Of(null, new JournalEnd(2, 51, StoredStates: false)));
    }

    [Fact]
    public void A_journal_that_goes_on_keeps_what_is_stored()
    {
        Assert.Equal((new ShardClaim(1, 0), false), ShardClaim.Of(null, new JournalEnd(0, 0, StoredStates: false)));
        Assert.Equal((new ShardClaim(1, 40), false), ShardClaim.Of(new ShardClaim(1, 40), new JournalEnd(1, 50, StoredStates: true)));
        Assert.Equal(2, Refused(null, new JournalEnd(1, 50, StoredStates: true)));
    }

    private static long Refused(ShardClaim? stored, JournalEnd journal) => Assert.Throws<LostJournalException>(() => ShardClaim.Of(stored, journal)).Next;
}
