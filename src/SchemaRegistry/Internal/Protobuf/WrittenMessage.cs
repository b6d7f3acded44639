using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace Akka.Events.SchemaRegistry.Internal.Protobuf;

/// <summary>The messages of a file that a registry has, and how they go with a class.</summary>
internal sealed class WrittenMessage
{
    private readonly FileDescriptorProto? _file;

    /// <param name="schema">The file as a registry gives it in its serialized form. Registries that have no such form give its text: nothing is known of it then.</param>
    public WrittenMessage(string schema) => _file = Parse(schema);

    /// <summary>The path of a message; null where there is none of that name. The class's own where the file isn't known.</summary>
    public int[]? PathOf(MessageDescriptor message)
    {
        if (_file is null) return MessagePath.Of(message);
        var prefix = _file.Package.Length == 0 ? "" : _file.Package + ".";
        return message.FullName.StartsWith(prefix, StringComparison.Ordinal)
            ? Find(_file.MessageType, message.FullName[prefix.Length..].Split('.')) : null;
    }

    /// <summary>Why a message there can't be read as one of the class; null where it can.</summary>
    public string? Problem(int[] path, MessageDescriptor own)
    {
        if (_file is null) return null;
        DescriptorProto? message = null;
        var names = new List<string>();
        foreach (var index in path)
        {
            var among = message is null ? _file.MessageType : message.NestedType;
            if (index < 0 || index >= among.Count) return $"the schema has no message at [{string.Join(", ", path)}]";
            message = among[index];
            names.Add(message.Name);
        }
        var name = string.Join('.', _file.Package.Length == 0 ? names : names.Prepend(_file.Package));
        return name == own.FullName ? Problem(message!, own) : $"it is a {name}";
    }

    // Fields of one number whose bytes mean something else would be passed over, or read as something else.
    private static string? Problem(DescriptorProto message, MessageDescriptor own)
    {
        foreach (var field in message.Field)
        {
            if (own.FindFieldByNumber(field.Number) is not { } known) continue;
            var type = known.ToProto().Type;
            if (Kind(type) != Kind(field.Type))
                return $"field {field.Number} ('{field.Name}') there is {Name(field.Type)}, and '{known.Name}' is {Name(type)} in the class";
        }
        return null;
    }

    private static int[]? Find(RepeatedField<DescriptorProto> among, ReadOnlySpan<string> names)
    {
        for (var i = 0; i < among.Count; i++)
        {
            if (among[i].Name != names[0]) continue;
            if (names.Length == 1) return [i];
            return Find(among[i].NestedType, names[1..]) is { } rest ? [i, .. rest] : null;
        }
        return null;
    }

    private static FileDescriptorProto? Parse(string schema)
    {
        try
        {
            return FileDescriptorProto.Parser.ParseFrom(Convert.FromBase64String(schema));
        }
        catch (Exception e) when (e is FormatException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    // Types of one kind are written alike, and may take each other's place.
    private static int Kind(Type type) => type switch
    {
        Type.Int32 or Type.Int64 or Type.Uint32 or Type.Uint64 or Type.Bool or Type.Enum => 1,
        Type.Sint32 or Type.Sint64 => 2,
        Type.Fixed32 or Type.Sfixed32 => 3,
        Type.Fixed64 or Type.Sfixed64 => 4,
        Type.String or Type.Bytes => 5,
        _ => 100 + (int)type,
    };

    private static string Name(Type type) => type.ToString().ToLowerInvariant();
}
