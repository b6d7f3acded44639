using Xunit;

namespace Akka.Events.SchemaRegistry.Tests.Support;

/// <summary>Tests with a registry of their own.</summary>
public abstract class RegistryTests : IAsyncLifetime
{
    private protected static readonly SchemaOptions Register = new() { Writing = SchemaWriting.Register };

    private protected InProcessSchemaRegistry _server = null!;
    private protected ConfluentRegistry _registry = null!;

    public async Task InitializeAsync()
    {
        _server = await InProcessSchemaRegistry.StartAsync();
        _registry = new ConfluentRegistry(_server.Url);
    }

    public async Task DisposeAsync()
    {
        _registry.Dispose();
        await _server.DisposeAsync();
    }
}
