using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Akka.ApiGuard;

/// <summary>An assembly's public types and their public and protected members, apart from what every object has.</summary>
internal static class PublicSurface
{
    private static readonly HashSet<string> Everywhere =
    [
        "Equals", "GetHashCode", "ToString", "CompareTo", "op_Equality", "op_Inequality",
        "PrintMembers", "EqualityContract", "Deconstruct", "<Clone>$",
    ];

    public static IReadOnlyCollection<string> Of(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if (!IsVisible(reader, type) || reader.GetString(type.Name).Contains('<'))
                continue;
            var name = reader.Of(handle);
            names.Add(name);
            if (IsDelegate(reader, type))
                continue;
            foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition))
                if (IsVisible(method.Attributes) && !IsOverride(method.Attributes) && !IsPlainConstructor(reader, method))
                    Add(name, MetadataNames.Member(reader.GetString(method.Name)));
            foreach (var field in type.GetFields().Select(reader.GetFieldDefinition))
                if (IsVisible(field.Attributes))
                    Add(name, reader.GetString(field.Name));
        }

        return names;

        void Add(string type, string member)
        {
            if (!Everywhere.Contains(member))
                names.Add($"{type}::{member}");
        }
    }

    private static bool IsVisible(MetadataReader reader, TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
            IsVisible(reader, reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask)
            is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem
        && !attributes.HasFlag(FieldAttributes.SpecialName);

    private static bool IsOverride(MethodAttributes attributes) =>
        attributes.HasFlag(MethodAttributes.Virtual) && !attributes.HasFlag(MethodAttributes.NewSlot);

    // The listings don't always name the constructor that takes nothing.
    private static bool IsPlainConstructor(MetadataReader reader, MethodDefinition method)
    {
        if (reader.GetString(method.Name) != ".ctor")
            return false;
        var signature = reader.GetBlobReader(method.Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger() == 0;
    }

    private static bool IsDelegate(MetadataReader reader, TypeDefinition type) =>
        type.BaseType.Kind == HandleKind.TypeReference && reader.Of((TypeReferenceHandle)type.BaseType) == "System.MulticastDelegate";
}
