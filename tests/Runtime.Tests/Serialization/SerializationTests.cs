using System.Collections.Immutable;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Serialization;
using Xunit;

namespace Akka.Runtime.Tests.Serialization;

public sealed class SerializationTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("serialization", ConfigurationFactory.ParseString($$"""
        akka.actor {
          serializers {
            text = "{{typeof(TextSerializer).FullName}}, {{typeof(TextSerializer).Assembly.GetName().Name}}"
            typed = "{{typeof(TypedSerializer).FullName}}, {{typeof(TypedSerializer).Assembly.GetName().Name}}"
            special = "{{typeof(SpecialSerializer).FullName}}, {{typeof(SpecialSerializer).Assembly.GetName().Name}}"
          }
          serialization-bindings {
            "{{typeof(IText).FullName}}, {{typeof(IText).Assembly.GetName().Name}}" = text
            "{{typeof(Base).FullName}}, {{typeof(Base).Assembly.GetName().Name}}" = typed
            "{{typeof(Special).FullName}}, {{typeof(Special).Assembly.GetName().Name}}" = special
          }
          serialization-identifiers {
            "{{typeof(TypedSerializer).FullName}}, {{typeof(TypedSerializer).Assembly.GetName().Name}}" = 4711
          }
          serialization-settings.special { prefix = "!" }
        }
        """));

    private Akka.Serialization.Serialization Serialization => _system.Serialization;

    public void Dispose() => _system.Terminate().Wait(TimeSpan.FromSeconds(10));

    [Fact]
    public void A_bound_interface_finds_its_serializer_by_identifier_and_manifest()
    {
        var serializer = Serialization.FindSerializerFor(new Greeting("hello"));
        Assert.Equal(1001, serializer.Identifier);
        Assert.True(serializer.IncludeManifest);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, new Greeting("hello"));
        Assert.Equal("greeting", manifest);
        var bytes = Serialization.Serialize(new Greeting("hello"));
        Assert.Equal(new Greeting("hello"), Serialization.Deserialize(bytes, 1001, manifest));
    }

    [Fact]
    public void The_most_specific_binding_wins()
    {
        Assert.IsType<TypedSerializer>(Serialization.FindSerializerForType(typeof(Base)));
        Assert.IsType<TypedSerializer>(Serialization.FindSerializerForType(typeof(Derived)));
        Assert.IsType<SpecialSerializer>(Serialization.FindSerializerForType(typeof(Special)));
        Assert.IsType<SpecialSerializer>(Serialization.FindSerializerForType(typeof(VerySpecial)));
    }

    [Fact]
    public void An_identifier_comes_from_the_configuration_and_the_type_is_the_manifest()
    {
        var serializer = Serialization.FindSerializerFor(new Derived());
        Assert.Equal(4711, serializer.Identifier);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, new Derived());
        Assert.Equal($"{typeof(Derived).FullName}, {typeof(Derived).Assembly.GetName().Name}", manifest);
        Assert.IsType<Derived>(Serialization.Deserialize([], 4711, manifest));
        Assert.IsType<Base>(Serialization.Deserialize([], 4711, typeof(Base)));
    }

    [Fact]
    public void A_serializer_may_take_settings()
    {
        var bytes = Serialization.Serialize(new Special());
        Assert.Equal("!", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void Bytes_are_kept_as_they_are()
    {
        var serializer = Serialization.FindSerializerFor(new byte[] { 1, 2 });
        Assert.Equal(4, serializer.Identifier);
        Assert.Equal("", Akka.Serialization.Serialization.ManifestFor(serializer, new byte[] { 1, 2 }));
        Assert.Equal(new byte[] { 1, 2 }, Serialization.Deserialize([1, 2], 4, ""));
    }

    [Fact]
    public void An_unknown_identifier_is_refused() =>
        Assert.Throws<SerializationException>(() => Serialization.Deserialize([], 987_654, "x"));

    [Fact]
    public async Task Serializers_are_registered_by_setup()
    {
        var setup = SerializationSetup.Create(
            system => [SerializerDetails.Create("text", new TextSerializer(system), ImmutableHashSet.Create(typeof(Greeting)))]);
        var other = ActorSystem.Create("by-setup", ActorSystemSetup.Create(BootstrapSetup.Create(), setup));
        Assert.Equal(1001, other.Serialization.FindSerializerForType(typeof(Greeting)).Identifier);
        await other.Terminate();
    }

    public interface IText;

    public sealed record Greeting(string Text) : IText;

    public class Base;

    public class Derived : Base;

    public class Special : Base;

    public sealed class VerySpecial : Special;

    public sealed class TextSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 1001;

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(((Greeting)obj).Text);

        public override object FromBinary(byte[] bytes, string manifest) => new Greeting(Encoding.UTF8.GetString(bytes));

        public override string Manifest(object o) => "greeting";
    }

    public sealed class TypedSerializer(ExtendedActorSystem system) : Serializer(system)
    {
        public override bool IncludeManifest => true;

        public override byte[] ToBinary(object obj) => [];

        public override object FromBinary(byte[] bytes, Type type) => Activator.CreateInstance(type);
    }

    public sealed class SpecialSerializer(ExtendedActorSystem system, Config settings) : Serializer(system)
    {
        public override int Identifier => 1003;

        public override bool IncludeManifest => false;

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(settings.GetString("prefix"));

        public override object FromBinary(byte[] bytes, Type type) => new Special();
    }
}
