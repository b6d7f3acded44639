using System.Runtime.Serialization;
using Akka.Actor;
using Xunit;

namespace Akka.Embedded.Tests.Serialization;

public sealed class EmbeddedSerializationTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("serialization");

    public void Dispose() => _system.Terminate().Wait(TimeSpan.FromSeconds(10));

    [Fact]
    public void An_object_without_a_serializer_is_refused_by_name() =>
        Assert.Contains(
            nameof(Unbound), Assert.Throws<SerializationException>(() => _system.Serialization.Serialize(new Unbound())).Message);

    [Theory]
    [InlineData("text", "S")]
    [InlineData(42, "I")]
    [InlineData(42L, "L")]
    public void Primitives_are_kept_as_the_remoting_serializer_writes_them(object value, string manifest)
    {
        var serializer = _system.Serialization.FindSerializerFor(value);
        Assert.Equal(17, serializer.Identifier);
        Assert.Equal(manifest, Akka.Serialization.Serialization.ManifestFor(serializer, value));
        Assert.Equal(value, _system.Serialization.Deserialize(serializer.ToBinary(value), 17, manifest));
    }

    public sealed record Unbound;
}
