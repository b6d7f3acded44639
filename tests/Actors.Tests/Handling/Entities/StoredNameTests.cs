using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Entities;
using Xunit;

namespace Akka.Events.Tests.Handling.Entities;

public sealed class StoredNameTests
{
    [Theory]
    [InlineData("FlightRecorded", "flight-recorded")]
    [InlineData("Airport", "airport")]
    [InlineData("HTTPRequestSeen", "http-request-seen")]
    [InlineData("Seen2Times", "seen2-times")]
    [InlineData("List`1", "list")]
    public void Names_are_in_kebab_case(string clr, string stored) => Assert.Equal(stored, StoredName.Kebab(clr));

    [Fact]
    public void An_attribute_names_a_type_for_good() => Assert.Equal("old-name", StoredName.Of(typeof(Renamed)));

    [StoredAs("old-name")]
    private sealed record Renamed;
}
