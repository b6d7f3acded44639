using System.Net;
using Confluent.SchemaRegistry;

namespace Akka.Events.SchemaRegistry.Internal;

/// <summary>What codecs ask a registry. What it refuses is told apart from what keeps it from answering.</summary>
internal sealed class Schemas(ISchemaRegistryClient client, TimeProvider time)
{
    public string Address { get; } = Internal.Address.Of(client);

    public Lookup<T> Lookup<T>(string what, Func<Task<T>> ask) where T : class => new($"{what} of the registry at {Address}", ask, time);

    /// <summary>A schema by its number.</summary>
    /// <param name="id">The number.</param>
    /// <param name="format">Another form than the registered one: serialized.</param>
    public async Task<Schema> Schema(int id, string? format = null)
    {
        try
        {
            return await client.GetSchemaAsync(id, format).ConfigureAwait(false);
        }
        catch (SchemaRegistryException e) when (IsUnknown(e))
        {
            throw new SchemaRefusedException($"the registry at {Address} knows no schema {id}", e) { IsUnknown = true };
        }
    }

    /// <summary>A version of a subject, which another schema refers to.</summary>
    public async Task<Schema> Referred(SchemaReference reference)
    {
        try
        {
            return await client.GetRegisteredSchemaAsync(reference.Subject, reference.Version, ignoreDeletedSchemas: false).ConfigureAwait(false);
        }
        catch (SchemaRegistryException e) when (IsUnknown(e))
        {
            throw new SchemaRefusedException(
                $"the registry at {Address} knows no version {reference.Version} of '{reference.Subject}', which the schema refers to", e) { IsUnknown = true };
        }
    }

    /// <summary>The number that events are written with.</summary>
    /// <param name="subject">Where the schema is, or goes.</param>
    /// <param name="schema">The event type's own.</param>
    /// <param name="of">The event's type, for people.</param>
    /// <param name="options">Which one.</param>
    public async Task<int> Id(string subject, Schema schema, string of, SchemaOptions options)
    {
        try
        {
            return options.Writing == SchemaWriting.Register
                ? await client.RegisterSchemaAsync(subject, schema, options.Normalize).ConfigureAwait(false)
                : await client.GetSchemaIdAsync(subject, schema, options.Normalize).ConfigureAwait(false);
        }
        catch (SchemaRegistryException e) when (IsUnknown(e))
        {
            throw new SchemaRefusedException(
                $"the schema of {of} isn't registered in subject '{subject}' of the registry at {Address}; register it there, or let SchemaOptions.Writing be Register", e)
            {
                IsUnknown = true,
            };
        }
        catch (SchemaRegistryException e) when (e.Status == HttpStatusCode.Conflict)
        {
            throw new SchemaRefusedException(
                $"the schema of {of} isn't compatible with the earlier ones of subject '{subject}' of the registry at {Address}: {e.Message}", e);
        }
        catch (SchemaRegistryException e) when (e.Status == HttpStatusCode.UnprocessableEntity)
        {
            throw new SchemaRefusedException($"the registry at {Address} refuses the schema of {of} for subject '{subject}': {e.Message}", e);
        }
    }

    /// <summary>A schema that another one refers to by a name, which its subject has too.</summary>
    public async Task<SchemaReference> Reference(string name, Schema schema, SchemaOptions options)
    {
        await Id(name, schema, name, options).ConfigureAwait(false);
        var registered = await client.LookupSchemaAsync(name, schema, ignoreDeletedSchemas: true, options.Normalize).ConfigureAwait(false);
        return new SchemaReference(name, name, registered.Version);
    }

    /// <summary>The newest schema of a subject.</summary>
    public async Task<RegisteredSchema> Latest(string subject)
    {
        try
        {
            return await client.GetLatestSchemaAsync(subject).ConfigureAwait(false);
        }
        catch (SchemaRegistryException e) when (IsUnknown(e))
        {
            throw new SchemaRefusedException($"subject '{subject}' of the registry at {Address} has no schema", e) { IsUnknown = true };
        }
    }

    // By the registry's own numbers: a proxy in between has its own 404.
    private static bool IsUnknown(SchemaRegistryException e) => e.ErrorCode is 40401 or 40402 or 40403;
}
